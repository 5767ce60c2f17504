package dev.larder.item;

import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.DynamoDb;
import java.time.Clock;

/** The service of items without Quarkus, for tests in other packages. */
public final class TestItems {
  private TestItems() {}

  /** Without a system table. */
  public static ItemService service(DynamoDb dynamoDb, Deadline deadline) {
    Clock clock = Clock.systemUTC();
    return new ItemService(
        dynamoDb, new ItemWrites(dynamoDb, clock), new NoIdempotentWrites(), deadline, clock);
  }
}
