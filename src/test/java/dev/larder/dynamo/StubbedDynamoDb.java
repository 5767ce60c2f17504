package dev.larder.dynamo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** A DynamoDB that answers what it was told to, in that order, and keeps what it was asked. */
public final class StubbedDynamoDb extends RequestDynamoDb {
  private final List<Object> requests;

  /**
   * Which repeats the last of its answers.
   *
   * @param remainingMillis the remaining time of the invocation
   */
  public StubbedDynamoDb(int remainingMillis, DynamoDbResponse... answers) {
    this(remainingMillis, inOrder(new ArrayDeque<>(List.of(answers))), new ArrayList<>());
  }

  /** Which answers each request by itself. */
  public StubbedDynamoDb(Function<Object, DynamoDbResponse> answers) {
    this(60_000, answers, new ArrayList<>());
  }

  private StubbedDynamoDb(
      int remainingMillis, Function<Object, DynamoDbResponse> answers, List<Object> requests) {
    super(
        remainingMillis,
        (proxy, method, arguments) -> {
          requests.add(request(arguments[0]));
          return answers.apply(requests.get(requests.size() - 1));
        });
    this.requests = requests;
  }

  private static Function<Object, DynamoDbResponse> inOrder(Queue<DynamoDbResponse> left) {
    return request -> left.size() > 1 ? left.remove() : left.element();
  }

  @SuppressWarnings("unchecked")
  private static Object request(Object argument) {
    if (argument instanceof QueryRequest) {
      return argument;
    }
    BatchGetItemRequest.Builder builder = BatchGetItemRequest.builder();
    ((Consumer<BatchGetItemRequest.Builder>) argument).accept(builder);
    return builder.build();
  }

  /** The requests of one kind, in their order. */
  public <T> List<T> requests(Class<T> kind) {
    return requests.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
