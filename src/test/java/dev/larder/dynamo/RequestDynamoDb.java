package dev.larder.dynamo;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What one request uses of DynamoDB, over a client that a test makes. */
public abstract class RequestDynamoDb {
  private final RequestCost cost = new RequestCost();
  private final Deadline deadline;
  private final DynamoDb dynamoDb;

  /**
   * @param remainingMillis the remaining time of the invocation
   * @param client carries out each method of the client
   */
  RequestDynamoDb(int remainingMillis, InvocationHandler client) {
    deadline = new Deadline(remainingMillis);
    DynamoDbClient proxy =
        (DynamoDbClient)
            Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                client);
    dynamoDb = new DynamoDb(proxy, cost, deadline);
  }

  public DynamoDb dynamoDb() {
    return dynamoDb;
  }

  public Batches batches() {
    return new Batches(dynamoDb, deadline);
  }

  public RequestCost cost() {
    return cost;
  }

  public Deadline deadline() {
    return deadline;
  }
}
