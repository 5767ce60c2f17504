package dev.larder.bulk;

import dev.larder.dynamo.Batches;
import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.Deadline;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.item.IdempotentWrites;
import dev.larder.item.ItemCommits;
import dev.larder.item.ItemUpdates;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.inject.Singleton;
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
  private final ItemUpdates updates;
  private final IdempotentWrites idempotency;
  private final Deadline deadline;
  private final ManagedExecutor executor;

  /**
   * @param executor propagates the request context, which holds the request's deadline and cost
   */
  BulkWriter(
      Batches batches,
      ItemCommits commits,
      ItemUpdates updates,
      IdempotentWrites idempotency,
      Deadline deadline,
      ManagedExecutor executor) {
    this.batches = batches;
    this.commits = commits;
    this.updates = updates;
    this.idempotency = idempotency;
    this.deadline = deadline;
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
      Entries entries,
      EntryWrite.Kind kind,
      Optional<IdempotentRequest> request,
      BulkResults results) {
    BulkRun.Writers writers = new BulkRun.Writers(batches::write, this::makeAlone);
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
  private StoredResponse makeAlone(EntryWrite entry) {
    return idempotency.executeOnce(
        entry.request(),
        () -> {
          AtomicReference<EntryWrite> tried = new AtomicReference<>();
          return commits.anew(
              () -> makeNow(tried.updateAndGet(last -> last == null ? entry : last.anew().get())));
        });
  }

  private StoredResponse makeNow(EntryWrite entry) {
    try {
      return commits.commit(entry.write(), entry.request(), entry.answer());
    } catch (ConditionFailedException e) {
      throw entry.failure().of(e.current());
    } catch (ProblemException e) {
      throw e.type() == ProblemType.PATCH_CONFLICT && entry.write().update().isPresent()
          ? updates.located(entry.write(), e)
          : entry.explained(e);
    }
  }
}
