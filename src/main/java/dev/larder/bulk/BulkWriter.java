package dev.larder.bulk;

import dev.larder.dynamo.Batches;
import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.Deadline;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.item.IdempotentWrites;
import dev.larder.item.ItemCommits;
import dev.larder.item.PreconditionFailures;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.context.ManagedExecutor;

/**
 * Makes the writes of bulk requests: in batches, or one by one if a batch does not support the
 * write.
 */
@Singleton
class BulkWriter {
  private final Batches batches;
  private final ItemCommits commits;
  private final IdempotentWrites idempotency;
  private final Deadline deadline;
  private final Clock clock;
  private final ManagedExecutor executor;

  /**
   * @param executor propagates the request context, which holds the request's deadline and cost
   */
  BulkWriter(
      Batches batches,
      ItemCommits commits,
      IdempotentWrites idempotency,
      Deadline deadline,
      Clock clock,
      ManagedExecutor executor) {
    this.batches = batches;
    this.commits = commits;
    this.idempotency = idempotency;
    this.deadline = deadline;
    this.clock = clock;
    this.executor = executor;
  }

  /**
   * Writes entries until the deadline. When it returns, each entry before the one at which it
   * stopped has its result, and no write is in progress.
   *
   * @throws ProblemException {@code deadline} if there was no time for the first entry
   * @param request recognises repeats of the entries; empty if the request has no Idempotency-Key
   */
  void write(
      Collection collection,
      Entries entries,
      EntryWrite.Kind kind,
      Optional<IdempotentRequest> request,
      BulkResults results) {
    BulkRun.Writers writers =
        new BulkRun.Writers(batches::write, entry -> makeAlone(collection, entry));
    BooleanSupplier isOver =
        () -> {
          deadline.reserveFor(results.carriedBytes());
          return !deadline.allowsCall();
        };
    new BulkRun(kind, request, writers, new KeyedExecutor(executor), isOver, results)
        .write(entries);
  }

  /**
   * Makes a write; one with an Idempotency-Key takes effect only once.
   *
   * @return the response, or the stored one if the entry is a repeat
   * @throws ProblemException {@code precondition-failed}; else as for {@link IdempotentWrites} and
   *     {@link ItemCommits#commit}
   */
  private StoredResponse makeAlone(Collection collection, EntryWrite entry) {
    return idempotency.executeOnce(
        entry.request(),
        () -> {
          AtomicReference<EntryWrite> tried = new AtomicReference<>();
          return commits.anew(
              () ->
                  makeNow(
                      collection,
                      tried.updateAndGet(last -> last == null ? entry : last.anew().get())));
        });
  }

  /** The precondition of a put is the {@code _version} of its entry. */
  private static ProblemException failed(EntryWrite entry, ProblemException problem) {
    return entry.write().item().isPresent() && problem.type() == ProblemType.PRECONDITION_FAILED
        ? problem.adding(
            " The _version in an entry is a precondition. To write exported entries whatever is"
                + " stored, send them with ?restore=true.")
        : problem;
  }

  private StoredResponse makeNow(Collection collection, EntryWrite entry) {
    try {
      return commits.commit(entry.write(), entry.request(), entry.answer());
    } catch (ConditionFailedException e) {
      throw failed(entry, PreconditionFailures.of(collection, e.current(), clock.instant()));
    } catch (ProblemException e) {
      throw entry.explained(e);
    }
  }
}
