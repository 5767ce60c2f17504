package dev.larder.dynamo;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.Fault;
import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DynamoDB rejects, in the words that it has for it, or would reject if it were called. */
@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
class RejectedCallsTest {
  private static final String TYPE = "urn:problem-type:larder:";
  private static final Map<String, String> CALLS =
      Map.of(
          "PUT", "PutItem",
          "PATCH", "PutItem",
          "DELETE", "DeleteItem",
          "bulk", "BatchWriteItem",
          "transaction", "TransactWriteItems",
          "reason", "TransactWriteItems",
          "query", "Query",
          "page", "Scan",
          "batch get", "BatchGetItem",
          "get", "GetItem");

  FaultyDynamoDb faulty;

  @BeforeEach
  void noFaults() {
    faulty.reset();
  }

  private static ValidatableResponse send(String request) {
    return switch (request) {
      case "PUT" -> json("{}").put("/items/rejected").then();
      case "PATCH" -> json("{\"a\":" + System.nanoTime() + "}").patch("/items/patched").then();
      case "DELETE" -> given().delete("/items/rejected").then();
      case "bulk" -> json("[{\"id\":\"rejected\"}]").post("/items").then();
      case "transaction", "reason" ->
          transact("{\"method\":\"PUT\",\"path\":\"/items/rejected\",\"body\":{}}");
      case "query" -> given().get("/readings?sensor=a").then();
      case "page" -> given().get("/items?limit=1").then();
      case "batch get" -> given().get("/items?id[in]=a,b").then();
      default -> given().get("/items/rejected").then();
    };
  }

  private static io.restassured.specification.RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  private static ValidatableResponse transact(String... operations) {
    return json("{\"operations\":[" + String.join(",", operations) + "]}")
        .post("/_transactions")
        .then();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT|Item size has exceeded the maximum allowed size|413|item-too-large",
        "PATCH|Item size to update has exceeded the maximum allowed size|413|item-too-large",
        "bulk|Item size has exceeded the maximum allowed size|413|item-too-large",
        "reason|Item size to update has exceeded the maximum allowed size|413|item-too-large",
        "PUT|One or more parameter values were invalid: Size of hashkey has exceeded the maximum"
            + " size limit of2048 bytes|422|invalid-item",
        "PATCH|Attribute name is too large, must be less than 65536 bytes|422|invalid-item",
        "DELETE|The provided key element does not match the schema|422|invalid-item",
        "bulk|Nesting Levels have exceeded supported limits|422|invalid-item",
        "transaction|The parameter cannot be converted to a numeric value|422|invalid-item",
        "reason|The parameter cannot be converted to a numeric value|422|invalid-item",
        "transaction|Transaction request cannot include multiple operations on one item|400"
            + "|invalid-transaction",
        "transaction|Transaction payload size cannot exceed 4MB|413|content-too-large",
        "PUT|Invalid ConditionExpression: Expression size has exceeded the maximum allowed size;"
            + " expression size: 4097|400|invalid-parameter",
        "query|Invalid FilterExpression: Expression size has exceeded the maximum allowed size;"
            + " expression size: 4097|400|invalid-parameter",
        "page|ExpressionAttributeValues exceeds max size|400|invalid-parameter",
        "query|Invalid FilterExpression: The expression contains too many operators; operator"
            + " count: 301|400|invalid-parameter",
        "query|The provided starting key is invalid|400|invalid-cursor",
        "page|The provided starting key is outside query boundaries based on provided conditions"
            + "|400|invalid-cursor",
        "batch get|Invalid ProjectionExpression: Expression size has exceeded the maximum allowed"
            + " size|400|invalid-parameter",
        "batch get|Provided list of item keys contains duplicates|500|internal",
        "get|The provided key element does not match the schema|500|internal"
      })
  void theWordsCountInAnyEnvelopeAndCase(String request, String words, int status, String type) {
    if (request.equals("PATCH")) {
      json("{}").put("/items/patched").then();
    }
    for (String envelope :
        List.of("", "1 validation error detected: ", "2 VALIDATION ERRORS DETECTED: ")) {
      for (String said :
          List.of(words, words.toUpperCase(Locale.ROOT), words.toLowerCase(Locale.ROOT))) {
        // A transaction that is rejected in unknown words is sent once more, for a shorter answer.
        faulty.reset();
        faulty.next(
            2,
            CALLS.get(request),
            request.equals("reason")
                ? Fault.cancel("ValidationError", envelope + said)
                : Fault.error(400, "ValidationException", envelope + said));
        ValidatableResponse answer = send(request);
        if (request.equals("bulk")) {
          answer
              .statusCode(207)
              .body("results[0].status", equalTo(status))
              .body("results[0].problem.type", equalTo(TYPE + type));
        } else {
          answer.statusCode(status).body("type", equalTo(TYPE + type));
        }
      }
    }
  }

  private int writes() {
    return List.of("PutItem", "BatchWriteItem", "TransactWriteItems").stream()
        .mapToInt(faulty::calls)
        .sum();
  }

  @Test
  void anItemThatIsTooLargeIsNotSent() {
    String large = "{\"id\":\"large\",\"a\":\"" + "x".repeat(409_600) + "\"}";
    json(large)
        .put("/items/large")
        .then()
        .statusCode(413)
        .body("type", equalTo(TYPE + "item-too-large"));
    json("[" + large + "]").post("/items").then().body("results[0].status", equalTo(413));
    transact(
            "{\"method\":\"PUT\",\"path\":\"/items/small\",\"body\":{}}",
            "{\"method\":\"POST\",\"path\":\"/items\",\"body\":" + large + "}")
        .statusCode(413)
        .body("type", equalTo(TYPE + "item-too-large"))
        .body("operation", equalTo(1));
    assertEquals(0, writes());
    json("{\"a\":\"" + "x".repeat(300_000) + "\"}").put("/items/grown").then();
    json("[{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"}]")
        .patch("/items/grown")
        .then()
        .statusCode(413)
        .body("type", equalTo(TYPE + "item-too-large"));
    assertEquals(1, writes());
  }

  @Test
  void aTransactionThatIsTooLargeIsNotSent() {
    String text = "x".repeat(400_000);
    String[] operations =
        IntStream.range(0, 11)
            .mapToObj(
                i ->
                    "{\"method\":\"PUT\",\"path\":\"/items/part-"
                        + i
                        + "\",\"body\":{\"a\":\""
                        + text
                        + "\"}}")
            .toArray(String[]::new);
    transact(operations)
        .statusCode(413)
        .body("type", equalTo(TYPE + "content-too-large"))
        .body("detail", containsString("(4 MB) in total"));
    assertEquals(0, writes());
  }

  @Test
  void conditionsThatAreTooLongAreNotSent() {
    String path = "a.".repeat(30) + "a";
    String conditions =
        IntStream.range(0, 45).mapToObj(i -> path + i + "=" + i).collect(Collectors.joining("&"));
    given()
        .get("/readings?sensor=a&" + conditions)
        .then()
        .statusCode(400)
        .body("type", equalTo(TYPE + "invalid-parameter"))
        .body("detail", containsString("(4 KB)"));
    String check = "{\"method\":\"CHECK\",\"path\":\"/items/checked\",\"if\":\"%s\"}";
    for (String demanded :
        List.of(conditions, "a=" + "x".repeat(2_100_000), "x".repeat(65_536) + "=1")) {
      transact(check.formatted("a=1").replace("checked", "other"), check.formatted(demanded))
          .statusCode(400)
          .body("type", equalTo(TYPE + "invalid-parameter"))
          .body("operation", equalTo(1));
    }
    assertEquals(0, faulty.calls("Query") + writes());
  }
}
