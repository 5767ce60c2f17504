package dev.larder.bulk;

import dev.larder.dynamo.Batches;
import dev.larder.dynamo.Deadline;
import dev.larder.http.IdempotentRequest;
import dev.larder.table.Collection;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.context.ManagedExecutor;

/** Makes the writes of bulk requests, as many at a time as DynamoDB is asked for. */
@Singleton
class BulkWriter {
  private final Batches batches;
  private final SingleWrites singleWrites;
  private final Deadline deadline;
  private final ManagedExecutor executor;

  /**
   * @param executor one that carries the request's context, which its deadline and cost live in
   */
  BulkWriter(
      Batches batches, SingleWrites singleWrites, Deadline deadline, ManagedExecutor executor) {
    this.batches = batches;
    this.singleWrites = singleWrites;
    this.deadline = deadline;
    this.executor = executor;
  }

  /**
   * Writes all entries; when it returns, each has its result, and nothing is under way.
   *
   * @param request makes repeats of the entries known; empty where nothing does
   */
  void write(
      Collection collection,
      Entries entries,
      EntryWrite.Kind kind,
      Optional<IdempotentRequest> request,
      BulkResults results) {
    BulkRun.Writers writers =
        new BulkRun.Writers(batches::write, entry -> singleWrites.make(collection, entry));
    new BulkRun(kind, request, writers, new KeyedExecutor(executor), deadline::isOver, results)
        .write(entries);
  }
}
