package dev.larder.dynamo;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** A DynamoDB that answers what it was told to, in that order, and keeps what it was asked. */
public final class StubbedDynamoDb {
  private final Function<Object, DynamoDbResponse> answers;
  private final List<Object> requests = new ArrayList<>();
  private final RequestCost cost = new RequestCost();
  private final Deadline deadline;
  private final DynamoDb dynamoDb;

  /**
   * Which repeats the last of its answers.
   *
   * @param remainingMillis the remaining time of the invocation
   */
  public StubbedDynamoDb(int remainingMillis, DynamoDbResponse... answers) {
    this(remainingMillis, inOrder(new ArrayDeque<>(List.of(answers))));
  }

  /** Which answers each request by itself. */
  public StubbedDynamoDb(Function<Object, DynamoDbResponse> answers) {
    this(60_000, answers);
  }

  private StubbedDynamoDb(int remainingMillis, Function<Object, DynamoDbResponse> answers) {
    this.answers = answers;
    this.deadline = new Deadline(remainingMillis);
    this.dynamoDb = new DynamoDb(client(), cost, deadline);
  }

  private static Function<Object, DynamoDbResponse> inOrder(Queue<DynamoDbResponse> left) {
    return request -> left.size() > 1 ? left.remove() : left.element();
  }

  private DynamoDbClient client() {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (proxy, method, arguments) -> answer(arguments[0]));
  }

  @SuppressWarnings("unchecked")
  private DynamoDbResponse answer(Object request) {
    if (request instanceof QueryRequest query) {
      requests.add(query);
    } else {
      BatchGetItemRequest.Builder builder = BatchGetItemRequest.builder();
      ((java.util.function.Consumer<BatchGetItemRequest.Builder>) request).accept(builder);
      requests.add(builder.build());
    }
    return answers.apply(requests.get(requests.size() - 1));
  }

  /** The requests of one kind, in their order. */
  public <T> List<T> requests(Class<T> kind) {
    return requests.stream().filter(kind::isInstance).map(kind::cast).toList();
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
