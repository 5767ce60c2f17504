package dev.larder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.lambda.HttpConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A call of DynamoDB that a {@link FaultyDynamoDb} has received, and what can be done with it. */
final class DynamoDbCall {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");

  private final FaultyDynamoDb proxy;
  private final HttpConnection connection;
  private final HttpConnection.Request request;
  private final String operation;
  private int resets;
  private int resumes;

  record Answer(int status, Map<String, String> headers, byte[] body) {
    /** Of success, and no JSON. */
    static final Answer GARBLED =
        new Answer(200, Map.of(), "{\"Item\":{".getBytes(StandardCharsets.UTF_8));

    static Answer error(int status, String code, String message) {
      return error(status, code, JSON.createObjectNode().put("message", message));
    }

    private static Answer error(int status, String code, ObjectNode body) {
      return new Answer(
          status, Map.of(), bytes(body.put("__type", "com.amazonaws.dynamodb.v20120810#" + code)));
    }
  }

  DynamoDbCall(FaultyDynamoDb proxy, HttpConnection connection, HttpConnection.Request request) {
    this.proxy = proxy;
    this.connection = connection;
    this.request = request;
    String target = request.headers().get("X-Amz-Target");
    operation = target.substring(target.indexOf('.') + 1);
  }

  String operation() {
    return operation;
  }

  void counted(int resets, int resumes) {
    this.resets = resets;
    this.resumes = resumes;
  }

  HttpConnection.Request request() {
    return request;
  }

  HttpConnection connection() {
    return connection;
  }

  boolean isWrite() {
    return WRITES.contains(operation)
        || operation.equals("BatchWriteItem")
        || operation.equals("TransactWriteItems");
  }

  /** The id of the trace that it is part of; empty if it has none. */
  String trace() {
    return trace(request);
  }

  static String trace(HttpConnection.Request request) {
    return request.headers().getOrDefault("X-Amzn-Trace-Id", "");
  }

  /** Has DynamoDB carry it out, but for what the proxy leaves out of batches. */
  Answer pass() {
    return pass(proxy.nextShare());
  }

  /** Has DynamoDB carry it out, but for a share of its entries where it is a batch. */
  Answer pass(double unprocessed) {
    try {
      return switch (operation) {
        case "BatchGetItem" -> pass(unprocessed, "UnprocessedKeys");
        case "BatchWriteItem" -> pass(unprocessed, "UnprocessedItems");
        default -> proxy.carryOut(request, request.body());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param member of the answer, with what is unprocessed
   */
  private Answer pass(double unprocessed, String member) throws IOException {
    ObjectNode batch = (ObjectNode) JSON.readTree(request.body());
    ObjectNode tables = (ObjectNode) batch.path("RequestItems");
    ObjectNode left = proxy.takeOut(tables, unprocessed);
    if (left.isEmpty()) {
      return proxy.carryOut(request, request.body());
    }
    Answer passed = new Answer(200, Map.of(), bytes(JSON.createObjectNode()));
    if (!tables.isEmpty()) {
      passed = proxy.carryOut(request, bytes(batch));
    }
    if (passed.status() != 200) {
      return passed;
    }
    ObjectNode response = (ObjectNode) JSON.readTree(passed.body());
    // What the DynamoDB itself has left unprocessed stays so.
    for (Map.Entry<String, JsonNode> table : response.path(member).properties()) {
      if (left.has(table.getKey())) {
        entries(left.path(table.getKey())).addAll(entries(table.getValue()));
      } else {
        left.set(table.getKey(), table.getValue());
      }
    }
    response.set(member, left);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(passed.headers());
    headers.remove("x-amz-crc32");
    return new Answer(200, headers, bytes(response));
  }

  /** Of a table in a batch: its writes, or its keys. */
  static ArrayNode entries(JsonNode table) {
    return (ArrayNode) (table.isArray() ? table : table.path("Keys"));
  }

  /** The answer where another write of its first item is under way; empty where it is no write. */
  Optional<Answer> conflict() throws IOException {
    String message = "Transaction is ongoing for the item";
    if (WRITES.contains(operation)) {
      return Optional.of(Answer.error(400, "TransactionConflictException", message));
    }
    if (!operation.equals("TransactWriteItems")) {
      return Optional.empty();
    }
    return Optional.of(cancelled("TransactionConflict", message));
  }

  /** The answer of a transaction that is cancelled for its first item. */
  Answer cancelled(String code, String message) throws IOException {
    ObjectNode body =
        JSON.createObjectNode()
            .put("Message", "Transaction cancelled, please refer cancellation reasons");
    ArrayNode reasons = body.putArray("CancellationReasons");
    reasons.addObject().put("Code", code).put("Message", message);
    int items = JSON.readTree(request.body()).path("TransactItems").size();
    while (reasons.size() < items) {
      reasons.addObject().put("Code", "None");
    }
    return Answer.error(400, "TransactionCanceledException", body);
  }

  /** Has it carried out after a while, whatever has become of the client. */
  void passLater(Duration time) {
    proxy.later(time, this::pass);
  }

  void pause(Duration time) {
    proxy.pause(time);
  }

  /** Waits until the proxy is resumed; false where it is reset or closed instead. */
  boolean stall() {
    return proxy.stall(resets, resumes);
  }

  void answer(Answer answer) throws IOException {
    connection.answer(answer.status(), answer.headers(), answer.body());
  }

  void cut(Answer answer) throws IOException {
    connection.cut(answer.status(), answer.headers(), answer.body());
  }

  void disconnect() throws IOException {
    connection.reset();
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
