package dev.larder.item;

import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.DynamoDb;
import java.time.Clock;

/** The service of items without Quarkus, for tests in other packages. */
public final class TestItems {
  private TestItems() {}

  /** Without a system table and without hooks. */
  public static ItemService service(DynamoDb dynamoDb, Deadline deadline) {
    Clock clock = Clock.systemUTC();
    IdempotentWrites idempotency = new NoIdempotentWrites();
    ItemHooks hooks = new NoItemHooks();
    return new ItemService(
        dynamoDb,
        writes(dynamoDb, clock),
        new WholeKeys(dynamoDb),
        new ItemCommits(dynamoDb, null, idempotency, deadline),
        idempotency,
        hooks,
        clock);
  }

  /** Of requests with an Idempotency-Key only. */
  public static ItemCommits commits(IdempotentWrites idempotency) {
    return new ItemCommits(null, null, idempotency, null);
  }

  /** Without hooks. */
  public static ItemWrites writes(DynamoDb dynamoDb, Clock clock) {
    return new ItemWrites(dynamoDb, new NoItemHooks(), clock);
  }
}
