package dev.larder.item;

import dev.larder.dynamo.Backoff;
import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.OutdatedWriteException;
import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.Write;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the write of an item, in one transaction with its companions if it has some. */
@Singleton
public class ItemCommits {
  /** The most attempts of a write that conflicts with other writes. */
  public static final int MAX_TRIES = 5;

  private final DynamoDb dynamoDb;
  private final Transactions transactions;
  private final IdempotentWrites idempotency;
  private final Backoff backoff;

  ItemCommits(
      DynamoDb dynamoDb,
      Transactions transactions,
      IdempotentWrites idempotency,
      Deadline deadline) {
    this.dynamoDb = dynamoDb;
    this.transactions = transactions;
    this.idempotency = idempotency;
    this.backoff = new Backoff(deadline);
  }

  /**
   * Makes a write and, if the request has an Idempotency-Key, stores its response with it.
   *
   * @return the response to send
   * @throws OutdatedWriteException if an item from which the write was made has changed
   * @throws ConditionFailedException if the condition of the write itself does not hold
   * @throws ProblemException as for {@link DynamoDb#write} and {@link IdempotentWrites#commit}
   */
  public StoredResponse commit(
      Write write, Optional<IdempotentRequest> request, StoredResponse response) {
    if (request.isEmpty() && write.companions().isEmpty()) {
      dynamoDb.write(write);
      return response;
    }
    List<Write> all = write.all();
    try {
      if (request.isPresent()) {
        return idempotency.commit(request.get(), all, response);
      }
      transactions.commit(all);
      return response;
    } catch (TransactionFailedException e) {
      OutdatedWriteException.throwIfReasonOf(e, all);
      throw failure(e, request.isPresent());
    }
  }

  private static RuntimeException failure(TransactionFailedException failed, boolean idempotent) {
    TransactionFailedException.Reason own = failed.reasons().get(0);
    if (own.kind() == TransactionFailedException.Kind.CONDITION) {
      return new ConditionFailedException(own.current().orElse(null));
    }
    return idempotent && failed.isTransient() && refusal(failed).isEmpty()
        ? IdempotentRequest.keyInUse()
        : ofCompanions(failed);
  }

  /** The problem of a transaction in which only writes failed that its request does not name. */
  public static ProblemException ofCompanions(TransactionFailedException failed) {
    return refusal(failed)
        .orElseGet(
            () ->
                failed.isTransient()
                    ? conflict()
                    : new ProblemException(
                        ProblemType.TRANSACTION_FAILED,
                        "Nothing was written, because another item that is written in the same"
                            + " transaction exists already, or has another version than it must"
                            + " have."));
  }

  private static Optional<ProblemException> refusal(TransactionFailedException failed) {
    return failed.reasons().stream().flatMap(reason -> reason.problem().stream()).findFirst();
  }

  /** The problem of a write for which other writes left no chance. */
  public static ProblemException conflict() {
    return new ProblemException(
            ProblemType.WRITE_CONFLICT,
            "Other writes kept changing the item, so nothing was written. Try again.")
        .retryAfterSeconds(1);
  }

  /**
   * Makes a write again, a few times, if an item from which it was made has changed.
   *
   * @param attempt makes the write and commits it
   * @throws ProblemException {@code write-conflict}
   */
  public <T> T anew(Supplier<T> attempt) {
    return anew(Double.POSITIVE_INFINITY, attempt);
  }

  /**
   * As {@link #anew(Supplier)}, while the request has consumed fewer read units.
   *
   * @param readUnits those of a collection
   */
  <T> T anew(double readUnits, Supplier<T> attempt) {
    for (int failed = 1; ; failed++) {
      try {
        return attempt.get();
      } catch (OutdatedWriteException e) {
        backOff(readUnits, failed);
      }
    }
  }

  /**
   * Waits for another attempt of a write.
   *
   * @param readUnits after which the request begins none
   * @param failed the number of attempts that have failed
   * @throws ProblemException {@code write-conflict} if there will be none
   */
  void backOff(double readUnits, int failed) {
    if (failed == MAX_TRIES || dynamoDb.hasRead(readUnits) || !backoff.pause(failed)) {
      throw conflict();
    }
  }
}
