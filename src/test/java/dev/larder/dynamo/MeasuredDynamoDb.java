package dev.larder.dynamo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** Calls of the DynamoDB Local of {@link LocalDynamoDb} by one request, with what each reads. */
public final class MeasuredDynamoDb {
  private static final int REMAINING_MILLIS = 600_000;

  private final DynamoDbClient local = LocalDynamoDb.local().client();
  private final RequestCost cost = new RequestCost();
  private final Deadline deadline = new Deadline(REMAINING_MILLIS);
  private final DynamoDb dynamoDb = new DynamoDb(client(), cost, deadline);
  private final Runnable beforePut;
  private final List<Double> reads = new ArrayList<>();

  /**
   * @param beforePut comes between the request's last read and its PutItem, as other writers do
   */
  public MeasuredDynamoDb(Runnable beforePut) {
    this.beforePut = beforePut;
  }

  private DynamoDbClient client() {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (proxy, method, arguments) -> {
              if (arguments[0] instanceof PutItemRequest) {
                beforePut.run();
              }
              try {
                Object answer = method.invoke(local, arguments);
                if (!method.getName().equals("putItem")) {
                  reads.add(units((DynamoDbResponse) answer));
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static double units(DynamoDbResponse answer) {
    RequestCost ofOne = new RequestCost();
    ofOne.add(true, answer, 0);
    return ofOne.read();
  }

  /** The read units of each read, in their order. */
  public List<Double> reads() {
    return reads;
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
