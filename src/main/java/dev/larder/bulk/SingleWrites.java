package dev.larder.bulk;

import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.DynamoDb;
import dev.larder.http.StoredResponse;
import dev.larder.item.IdempotentWrites;
import dev.larder.item.PreconditionFailures;
import dev.larder.problem.ProblemException;
import dev.larder.table.Collection;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes the writes that no batch can make. */
@Singleton
class SingleWrites {
  private final DynamoDb dynamoDb;
  private final IdempotentWrites idempotency;
  private final Clock clock;

  SingleWrites(DynamoDb dynamoDb, IdempotentWrites idempotency, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.idempotency = idempotency;
    this.clock = clock;
  }

  /**
   * Makes the write, once if it carries a request.
   *
   * @return its answer, or the one that it got when it came before
   * @throws ProblemException {@code precondition-failed}; else as {@link IdempotentWrites} and
   *     {@link DynamoDb#write} have it
   */
  StoredResponse make(Collection collection, EntryWrite entry) {
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
