package dev.larder.custom;

import dev.larder.api.Transaction;
import dev.larder.dynamo.OutdatedWriteException;
import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.Write;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.item.IdempotentWrites;
import dev.larder.item.ItemCommits;
import dev.larder.item.UnknownOutcome;
import dev.larder.item.WriteUnit;
import dev.larder.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs transactions of own code, again if an item that one has read has changed. */
@Singleton
class UnitCommits {
  /** What is stored for a request without an Idempotency-Key: nothing. */
  static final StoredResponse NO_RESPONSE = new StoredResponse(204, Map.of(), null);

  private final UnitWrites writes;
  private final ItemCommits commits;
  private final Transactions transactions;
  private final IdempotentWrites idempotency;
  private final IdempotentCall call;
  private final ResultResponses responses;

  UnitCommits(
      UnitWrites writes,
      ItemCommits commits,
      Transactions transactions,
      IdempotentWrites idempotency,
      IdempotentCall call,
      ResultResponses responses) {
    this.writes = writes;
    this.commits = commits;
    this.transactions = transactions;
    this.idempotency = idempotency;
    this.call = call;
    this.responses = responses;
  }

  /**
   * @throws dev.larder.api.Problem those of {@code work}; that of the first write whose condition
   *     does not hold; {@code write-conflict}; {@code outcome-unknown}
   */
  <T> T commit(Rights rights, Function<Transaction, T> work) {
    return commits.anew(
        () -> {
          WriteUnit unit = new WriteUnit();
          T result = work.apply(new UnitTransaction(unit, writes, rights));
          commit(unit, result);
          return result;
        });
  }

  private void commit(WriteUnit unit, Object result) {
    List<Write> all = unit.all();
    Optional<IdempotentRequest> request = call.request();
    try {
      if (request.isPresent()) {
        call.respond(idempotency.commit(request.get(), all, responses.of(result)));
      } else if (!all.stream().allMatch(write -> write.action() == Write.Action.CHECK)) {
        transactions.commit(all);
      }
    } catch (TransactionFailedException e) {
      OutdatedWriteException.throwIfReasonOf(e, all);
      throw failure(e, all, unit);
    } catch (ProblemException e) {
      throw UnknownOutcome.isOf(e)
          ? UnknownOutcome.explained(
              e,
              " Read an item that the transaction writes to see whether it took effect.",
              request.isPresent()
                  ? UnknownOutcome.Repeat.NOTHING
                  : UnknownOutcome.Repeat.UNKNOWN_EFFECT)
          : e;
    }
  }

  private static ProblemException failure(
      TransactionFailedException failed, List<Write> all, WriteUnit unit) {
    for (int i = 0; i < all.size(); i++) {
      TransactionFailedException.Reason reason = failed.reasons().get(i);
      if (reason.problem().isPresent()) {
        return reason.problem().get();
      }
      if (reason.kind() == TransactionFailedException.Kind.CONDITION) {
        return unit.failure(all.get(i), reason.current())
            .orElseGet(() -> ItemCommits.ofCompanions(failed));
      }
    }
    return ItemCommits.ofCompanions(failed);
  }

  /**
   * Refuses a write that the record of a request's Idempotency-Key would not cover.
   *
   * @throws IllegalStateException if the request has such a key
   */
  void requireNoIdempotencyKey() {
    if (call.request().isPresent()) {
      throw new IllegalStateException(
          "A method that is @Idempotent writes by Larder.transact alone, so that the record of the"
              + " Idempotency-Key and the writes are made together");
    }
  }
}
