package dev.larder.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.lambda.RuntimeApi.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The job that all contestants do: read one item of about 1 KB by its key and answer it to API
 * Gateway. What Larder alone does, it can also replace, patch and update such an item.
 */
final class Workload implements Requests {
  static final String TABLE = "items";

  private static final int DYNAMODB_WARM_UP = 10_000;

  private static final List<String> IDS =
      IntStream.range(0, 8)
          .mapToObj(n -> UUID.nameUUIDFromBytes(new byte[] {(byte) n}).toString())
          .toList();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOTE = "Please ring twice and wait for the door. ".repeat(13);

  private final List<byte[]> events;

  /**
   * @param bodies each of which is sent to all items in turn
   */
  private Workload(String method, String mediaType, List<String> bodies) {
    events =
        bodies.stream()
            .flatMap(body -> IDS.stream().map(id -> event(method, id, mediaType, body)))
            .toList();
  }

  /** {@code GET /items/{id}} through an HTTP API. */
  static Workload read() {
    return new Workload("GET", "application/json", Collections.singletonList(null));
  }

  /** {@code PUT /items/{id}} through an HTTP API. */
  static Workload replace() {
    return new Workload(
        "PUT", "application/json", List.of("{\"status\": \"open\", \"note\": \"" + NOTE + "\"}"));
  }

  /** {@code PATCH /items/{id}} that reads the item and writes it with another value. */
  static Workload mergePatch() {
    return new Workload(
        "PATCH",
        "application/merge-patch+json",
        List.of("{\"total\": 129.95}", "{\"total\": 130.95}"));
  }

  /** {@code PATCH /items/{id}} that adds to the same value in one write. */
  static Workload update() {
    return new Workload(
        "PATCH", "application/vnd.larder.update+json", List.of("{\"add\": {\"total\": 1}}"));
  }

  /** Creates the table and its items. */
  static void fill(DynamoDbClient dynamoDb) {
    dynamoDb.createTable(
        table ->
            table
                .tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build()));
    IDS.forEach(id -> dynamoDb.putItem(put -> put.tableName(TABLE).item(item(id))));
  }

  /**
   * Reads items past the contestants, so that whichever comes first does not also pay for the
   * compilation of DynamoDB Local.
   */
  static void warmUp(DynamoDbClient dynamoDb) {
    for (int i = 0; i < DYNAMODB_WARM_UP; i++) {
      Map<String, AttributeValue> key = Map.of("id", AttributeValue.fromS(IDS.get(i % IDS.size())));
      dynamoDb.getItem(get -> get.tableName(TABLE).key(key));
    }
  }

  @Override
  public byte[] event(int n) {
    return events.get(n % events.size());
  }

  /** The right one is the item that was asked for. */
  @Override
  public void check(int n, Outcome answer) {
    String id = IDS.get(n % IDS.size());
    try {
      JsonNode response = JSON.readTree(answer.payload());
      String body = response.path("body").asText();
      if (response.path("isBase64Encoded").asBoolean()) {
        body = new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
      }
      if (answer.failed()
          || response.path("statusCode").asInt() != 200
          || !JSON.readTree(body).path("id").asText().equals(id)) {
        throw new BenchException("Asked for item " + id + ", got: " + answer.text());
      }
    } catch (IOException e) {
      throw new BenchException("Asked for item " + id + ", got: " + answer.text(), e);
    }
  }

  /** What DynamoDB charged for a request, as its response says. */
  static String units(Outcome answer) {
    try {
      return JSON.readTree(answer.payload())
          .path("headers")
          .path("Larder-Consumed-Capacity")
          .asText();
    } catch (IOException e) {
      throw new BenchException("Cannot read " + answer.text(), e);
    }
  }

  private static Map<String, AttributeValue> item(String id) {
    return Map.of(
        "id", AttributeValue.fromS(id),
        "customer", AttributeValue.fromS("customer-4711"),
        "status", AttributeValue.fromS("open"),
        "created", AttributeValue.fromS("2026-01-31T12:34:56.789Z"),
        "total", AttributeValue.fromN("129.95"),
        "gift", AttributeValue.fromBool(false),
        "lines",
            AttributeValue.fromL(
                List.of(line("larder-shelf", 2, "39.95"), line("larder-hook", 10, "5.00"))),
        "address",
            AttributeValue.fromM(
                Map.of(
                    "street", AttributeValue.fromS("Pantry Lane 12"),
                    "city", AttributeValue.fromS("Zürich"),
                    "country", AttributeValue.fromS("CH"))),
        "note", AttributeValue.fromS(NOTE));
  }

  private static AttributeValue line(String product, int quantity, String price) {
    return AttributeValue.fromM(
        Map.of(
            "product", AttributeValue.fromS(product),
            "quantity", AttributeValue.fromN(Integer.toString(quantity)),
            "price", AttributeValue.fromN(price)));
  }

  private static Map<String, String> headers(
      String host, String agent, String mediaType, String body) {
    Map<String, String> headers =
        new HashMap<>(
            Map.of(
                "accept", "application/json, text/plain, */*",
                "accept-encoding", "gzip, deflate, br",
                "accept-language", "en-GB,en;q=0.9,de;q=0.8",
                "content-length", "0",
                "host", host,
                "user-agent", agent,
                "x-amzn-trace-id", "Root=1-679cc5f0-0123456789abcdef01234567",
                "x-forwarded-for", "203.0.113.7",
                "x-forwarded-port", "443",
                "x-forwarded-proto", "https"));
    if (body != null) {
      headers.put("content-type", mediaType);
    }
    return headers;
  }

  private static byte[] event(String method, String id, String mediaType, String body) {
    String host = "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com";
    String agent =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/131.0.0.0 Safari/537.36";
    String path = "/items/" + id;
    Map<String, Object> event =
        new HashMap<>(
            Map.of(
                "version",
                "2.0",
                "routeKey",
                method + " /items/{id}",
                "rawPath",
                path,
                "rawQueryString",
                "",
                "headers",
                headers(host, agent, mediaType, body),
                "pathParameters",
                Map.of("id", id),
                "requestContext",
                Map.of(
                    "accountId", "123456789012",
                    "apiId", "a1b2c3d4e5",
                    "domainName", host,
                    "domainPrefix", "a1b2c3d4e5",
                    "http",
                        Map.of(
                            "method", method,
                            "path", path,
                            "protocol", "HTTP/1.1",
                            "sourceIp", "203.0.113.7",
                            "userAgent", agent),
                    "requestId", "FKxLYg3oliAEPjA=",
                    "routeKey", method + " /items/{id}",
                    "stage", "$default",
                    "time", "31/Jan/2026:12:34:56 +0000",
                    "timeEpoch", 1769862896789L),
                "isBase64Encoded",
                false));
    if (body != null) {
      event.put("body", body);
    }
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new BenchException("Cannot write the event", e);
    }
  }
}
