package dev.larder.dynamo;

import dev.larder.TestDynamoDb;

/** Larder's calls of one DynamoDB Local, for tests that run without Quarkus and in any number. */
public final class LocalDynamoDb {
  private static final TestDynamoDb LOCAL = TestDynamoDb.start();
  private static final int REMAINING_MILLIS = 29_000;

  private LocalDynamoDb() {}

  /** Which ends with the process. */
  public static TestDynamoDb local() {
    return LOCAL;
  }

  public static DynamoDb dynamoDb() {
    return new DynamoDb(LOCAL.lowLevel(), new RequestCost(), new Deadline(REMAINING_MILLIS));
  }

  public static Transactions transactions() {
    return new Transactions(dynamoDb(), new Deadline(REMAINING_MILLIS));
  }
}
