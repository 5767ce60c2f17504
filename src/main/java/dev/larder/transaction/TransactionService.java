package dev.larder.transaction;

import dev.larder.dynamo.OutdatedWriteException;
import dev.larder.dynamo.TransactionFailedException;
import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.Write;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.item.IdempotentWrites;
import dev.larder.item.ItemCommits;
import dev.larder.item.ItemUpdates;
import dev.larder.item.WriteUnit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Carries out all operations of a transaction or none. */
@Singleton
class TransactionService {
  private final TransactionPlanner planner;
  private final Transactions transactions;
  private final ItemCommits commits;
  private final IdempotentWrites idempotency;
  private final ItemUpdates updates;
  private final Clock clock;

  TransactionService(
      TransactionPlanner planner,
      Transactions transactions,
      ItemCommits commits,
      IdempotentWrites idempotency,
      ItemUpdates updates,
      Clock clock) {
    this.planner = planner;
    this.transactions = transactions;
    this.commits = commits;
    this.idempotency = idempotency;
    this.updates = updates;
    this.clock = clock;
  }

  /**
   * @param request recognises its repeats; empty if it has no Idempotency-Key
   * @param answer makes the response from the steps
   * @throws ProblemException {@code transaction-failed}; else as for {@link
   *     TransactionPlanner#plan}, {@link Transactions#commit} and {@link IdempotentWrites}
   */
  StoredResponse commit(
      List<TransactionOperation> operations,
      Optional<IdempotentRequest> request,
      Function<List<PlannedWrite>, StoredResponse> answer) {
    if (request.isPresent()) {
      planner.requireRights(operations);
    }
    return idempotency.executeOnce(
        request,
        () ->
            commits.anew(
                () -> {
                  WriteUnit unit = new WriteUnit();
                  return commitNow(planner.plan(operations, unit), unit, request, answer);
                }));
  }

  private StoredResponse commitNow(
      List<PlannedWrite> steps,
      WriteUnit unit,
      Optional<IdempotentRequest> request,
      Function<List<PlannedWrite>, StoredResponse> answer) {
    List<Write> writes =
        Stream.concat(steps.stream().map(PlannedWrite::write), unit.all().stream()).toList();
    StoredResponse done = answer.apply(steps);
    try {
      if (request.isPresent()) {
        return idempotency.commit(request.get(), writes, done);
      }
      transactions.commit(writes);
      return done;
    } catch (TransactionFailedException e) {
      OutdatedWriteException.throwIfReasonOf(e, writes);
      ProblemException failure = TransactionFailures.of(steps, e, clock.instant());
      throw failure.type() == ProblemType.PATCH_CONFLICT ? located(steps, failure) : failure;
    } catch (ProblemException e) {
      throw e.type() == ProblemType.PATCH_CONFLICT
          ? located(steps, e)
          : TransactionFailures.explained(steps, request.isPresent(), e);
    }
  }

  private ProblemException located(List<PlannedWrite> steps, ProblemException conflict) {
    for (PlannedWrite step : steps) {
      if (step.write().update().isPresent()) {
        ProblemException located = updates.located(step.write(), conflict);
        if (located != conflict) {
          return located.with("operation", step.operation());
        }
      }
    }
    return conflict;
  }
}
