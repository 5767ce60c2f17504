package dev.larder.dynamo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** Calls of the DynamoDB Local of {@link LocalDynamoDb} by one request, with what each reads. */
public final class MeasuredDynamoDb extends RequestDynamoDb {
  private static final int REMAINING_MILLIS = 600_000;

  private final List<Double> reads;

  /**
   * @param beforePut comes between the request's last read and its PutItem, as other writers do
   */
  public MeasuredDynamoDb(Runnable beforePut) {
    this(beforePut, new ArrayList<>());
  }

  private MeasuredDynamoDb(Runnable beforePut, List<Double> reads) {
    super(
        REMAINING_MILLIS, (proxy, method, arguments) -> call(method, arguments, beforePut, reads));
    this.reads = reads;
  }

  private static Object call(
      Method method, Object[] arguments, Runnable beforePut, List<Double> reads) throws Throwable {
    if (arguments[0] instanceof PutItemRequest) {
      beforePut.run();
    }
    try {
      Object answer = method.invoke(LocalDynamoDb.local().client(), arguments);
      if (!method.getName().equals("putItem")) {
        reads.add(units((DynamoDbResponse) answer));
      }
      return answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
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
}
