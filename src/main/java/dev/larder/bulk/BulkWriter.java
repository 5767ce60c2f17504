package dev.larder.bulk;

import dev.larder.dynamo.Batches;
import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.DynamoDb;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.item.IdempotentWrites;
import dev.larder.item.PreconditionFailures;
import dev.larder.problem.ProblemException;
import dev.larder.table.Collection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.context.ManagedExecutor;

/** Makes the writes of bulk requests, in batches and, what no batch can make, one by one. */
@Singleton
class BulkWriter {
  private final Batches batches;
  private final DynamoDb dynamoDb;
  private final IdempotentWrites idempotency;
  private final Deadline deadline;
  private final Clock clock;
  private final ManagedExecutor executor;

  /**
   * @param executor one that carries the request's context, which its deadline and cost live in
   */
  BulkWriter(
      Batches batches,
      DynamoDb dynamoDb,
      IdempotentWrites idempotency,
      Deadline deadline,
      Clock clock,
      ManagedExecutor executor) {
    this.batches = batches;
    this.dynamoDb = dynamoDb;
    this.idempotency = idempotency;
    this.deadline = deadline;
    this.clock = clock;
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
        new BulkRun.Writers(batches::write, entry -> makeAlone(collection, entry));
    new BulkRun(kind, request, writers, new KeyedExecutor(executor), deadline::isOver, results)
        .write(entries);
  }

  /**
   * Makes the write, once if it carries a request.
   *
   * @return its answer, or the one that it got when it came before
   * @throws ProblemException {@code precondition-failed}; else as {@link IdempotentWrites} and
   *     {@link DynamoDb#write} have it
   */
  private StoredResponse makeAlone(Collection collection, EntryWrite entry) {
    return idempotency.once(entry.request(), () -> makeNow(collection, entry));
  }

  private StoredResponse makeNow(Collection collection, EntryWrite entry) {
    try {
      if (entry.request().isPresent()) {
        return idempotency.commit(entry.request().get(), entry.write(), entry.answer());
      }
      dynamoDb.write(entry.write());
      return entry.answer();
    } catch (ConditionFailedException e) {
      throw PreconditionFailures.of(collection, e.current(), clock.instant());
    }
  }
}
