package dev.larder.dynamo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * A call of DynamoDB that does not leave the process. Each key of the one table has an item, each
 * query and scan finds one, every write succeeds but for one: the condition on {@link #CONFLICT}
 * fails.
 */
final class RehearsedCall implements ExecutableHttpRequest {
  /** In a condition of a write, has it fail. */
  static final String CONFLICT = "larder-conflict";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ITEM =
      """
      {
        "title": {"S": "A text"},
        "price": {"N": "12.5"},
        "open": {"BOOL": true},
        "none": {"NULL": true},
        "tags": {"SS": ["a", "b"]},
        "lines": {"L": [{"M": {"sku": {"S": "x"}, "count": {"N": "2"}}}]},
        "_version": {"S": "01890000-0000-7000-8000-000000000000"}
      }
      """;

  private final String operation;
  private final String table;
  private final HttpExecuteRequest request;

  /**
   * @param table which has items; null for none
   */
  RehearsedCall(String operation, String table, HttpExecuteRequest request) {
    this.table = table;
    this.operation = operation;
    this.request = request;
  }

  /** The operation that a request asks for, as in {@code GetItem}. */
  static String operation(HttpExecuteRequest request) {
    String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
    return target.substring(target.indexOf('.') + 1);
  }

  @Override
  public HttpExecuteResponse call() throws IOException {
    JsonNode body;
    try (InputStream in = request.contentStreamProvider().orElseThrow().newStream()) {
      body = JSON.readTree(in);
    }
    boolean conflict = body.path("ExpressionAttributeValues").toString().contains(CONFLICT);
    byte[] answer =
        (conflict ? failed() : answer(body)).toString().getBytes(StandardCharsets.UTF_8);
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder()
                .statusCode(conflict ? 400 : 200)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("Content-Length", String.valueOf(answer.length))
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer)))
        .build();
  }

  private static ObjectNode failed() throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("__type", "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException");
    answer.put("message", "The conditional request failed");
    answer.set("Item", JSON.readTree(ITEM));
    return answer;
  }

  private ObjectNode answer(JsonNode body) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    switch (operation) {
      case "GetItem" -> {
        if (body.path("TableName").asText().equals(table)) {
          answer.set("Item", item(body.path("Key")));
        }
        consumed(answer.putObject("ConsumedCapacity"), body);
      }
      case "Query", "Scan" -> {
        answer.putArray("Items").add(JSON.readTree(ITEM));
        answer.put("Count", 1).put("ScannedCount", 1);
        consumed(answer.putObject("ConsumedCapacity"), body);
      }
      case "BatchGetItem" -> {
        ObjectNode responses = answer.putObject("Responses");
        for (Map.Entry<String, JsonNode> table : body.path("RequestItems").properties()) {
          ArrayNode items = responses.putArray(table.getKey());
          for (JsonNode key : table.getValue().path("Keys")) {
            items.add(item(key));
          }
        }
        answer.putObject("UnprocessedKeys");
      }
      case "BatchWriteItem" -> answer.putObject("UnprocessedItems");
      case "PutItem", "DeleteItem" -> consumed(answer.putObject("ConsumedCapacity"), body);
      default -> {
        // What a transaction has consumed is left out, as it may be.
      }
    }
    return answer;
  }

  private static void consumed(ObjectNode capacity, JsonNode body) {
    capacity.put("TableName", body.path("TableName").asText()).put("CapacityUnits", 1.0);
  }

  private static ObjectNode item(JsonNode key) throws IOException {
    ObjectNode item = (ObjectNode) JSON.readTree(ITEM);
    item.setAll((ObjectNode) key);
    return item;
  }

  @Override
  public void abort() {
    // There is nothing to be cut off.
  }
}
