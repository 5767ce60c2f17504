package dev.larder.transaction;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.DynamoDbResource;
import dev.larder.item.WriteConditions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class TransactionResourceTest {
  private static final String TYPE = "urn:problem-type:larder:";
  private static final String OTHER = "\"01890000-0000-7000-8000-000000000000\"";

  DynamoDbClient dynamoDb;

  /** A part of keys that no other test has. */
  String id;

  @BeforeEach
  void fresh() {
    id = UUID.randomUUID().toString();
  }

  private static String transaction(String... operations) {
    return "{\"operations\": [" + String.join(", ", operations) + "]}";
  }

  private static Response send(String... operations) {
    return given()
        .contentType("application/json")
        .body(transaction(operations))
        .post("/_transactions");
  }

  private static Response sendKeyed(String key, String... operations) {
    return given()
        .header("Idempotency-Key", key)
        .contentType("application/json")
        .body(transaction(operations))
        .post("/_transactions");
  }

  private static String put(String path, String body, String... more) {
    return operation("PUT", path, "\"body\": " + body, String.join(", ", more));
  }

  private static String operation(String method, String path, String... more) {
    return "{\"method\": \""
        + method
        + "\", \"path\": \""
        + path
        + '"'
        + Arrays.stream(more)
            .filter(member -> !member.isEmpty())
            .map(member -> ", " + member)
            .collect(Collectors.joining())
        + '}';
  }

  private static String condition(String member, String value) {
    return '"' + member + "\": \"" + value.replace("\"", "\\\"") + '"';
  }

  private String create(String path) {
    return given()
        .contentType("application/json")
        .body("{\"a\": 1}")
        .put(path)
        .then()
        .statusCode(201)
        .extract()
        .header("ETag");
  }

  private static void isAbsent(String path) {
    given().get(path + "?consistent=true").then().statusCode(404);
  }

  private static ValidatableResponse failed(Response response) {
    return response
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .header("Retry-After", nullValue())
        .body("type", equalTo(TYPE + "transaction-failed"));
  }

  @Test
  void conditionsOnAttributesDecideToo() {
    String path = "/items/stock" + id;
    given().contentType("application/json").body("{\"n\": 2, \"s\": \"a b\"}").put(path);
    for (int left = 1; left >= 0; left--) {
      send(
              put(path, "{\"n\": " + left + ", \"s\": \"a b\"}", condition("if", "n[gte]=1")),
              operation("CHECK", "/items/none" + id, condition("if", "x[exists]=false")))
          .then()
          .statusCode(200);
    }
    failed(
            send(
                put(path, "{}", condition("if", "n[gte]=1&s=a%20b")),
                operation("DELETE", "/items/other" + id)))
        .body("operations.operation", contains(0))
        .body("operations[0].type", equalTo(TYPE + "precondition-failed"));
    send(operation("DELETE", path, condition("if", "s=a+b&n[between]=0,5&id[prefix]=stock")))
        .then()
        .statusCode(200);
  }

  @Test
  void anItemThatHasExpiredSatisfiesNoConditionOnItsAttributes() {
    String path = "/sessions/expired" + id;
    dynamoDb.putItem(
        item ->
            item.tableName("sessions")
                .item(
                    Map.of(
                        "id", AttributeValue.fromS("expired" + id),
                        "n", AttributeValue.fromN("1"),
                        "expires",
                            AttributeValue.fromN(
                                String.valueOf(Instant.now().getEpochSecond() - 60)))));
    failed(send(operation("CHECK", path, condition("if", "n=1"))))
        .body("operations.operation", contains(0));
    send(operation("CHECK", path, condition("if", "n[exists]=false"))).then().statusCode(200);
    send(operation("CHECK", path, condition("if", "n[ne]=1"))).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n", "n[like]=1", "n=%zz", "n[between]=2,1"})
  void aConditionThatIsNoneIsRefusedWithItsOperation(String wrong) {
    send(
            operation("DELETE", "/items/a" + id),
            operation("CHECK", "/items/b" + id, condition("if", wrong)))
        .then()
        .statusCode(400)
        .body("type", equalTo(TYPE + "invalid-parameter"), "operation", equalTo(1));
  }

  @Test
  void operationsOnMixedCollectionsHappenTogether() {
    String tag = create("/items/checked" + id);
    create("/pages/deleted/" + id);
    String replaced = create("/items/replaced" + id);
    Response response =
        send(
            put("/films/1975/" + id + "%2F%3F", "{\"cast\": [\"Roy Scheider\"]}"),
            operation("POST", "/sessions", "\"body\": {\"a\": 1}"),
            operation("DELETE", "/pages/deleted/" + id),
            operation("CHECK", "/items/checked" + id, condition("ifMatch", tag)),
            put("/items/replaced" + id, "{\"a\": 2}", condition("ifMatch", replaced)));
    response
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("Vary", containsString("Accept"))
        .body("results", hasSize(5))
        .body("results[0].location", equalTo("/films/1975/" + id + "%2F%3F"))
        .body("results[1].location", matchesPattern("/sessions/[0-9a-f-]{36}"))
        .body("results[2]", equalTo(Map.of()))
        .body("results[3]", equalTo(Map.of()))
        .body("results[4].location", equalTo("/items/replaced" + id));
    for (int result : new int[] {0, 1, 4}) {
      Map<String, String> written = response.jsonPath().getMap("results[" + result + "]");
      assertEquals(written.get("etag"), '"' + written.get("_version") + '"');
      given()
          .urlEncodingEnabled(false)
          .get(written.get("location"))
          .then()
          .statusCode(200)
          .header("ETag", written.get("etag"));
    }
    given()
        .urlEncodingEnabled(false)
        .get("/films/1975/" + id + "%2F%3F")
        .then()
        .body("title", equalTo(id + "/?"), "cast", contains("Roy Scheider"));
    isAbsent("/pages/deleted/" + id);
    given().get("/items/checked" + id).then().header("ETag", tag);
    given().get("/items/replaced" + id).then().body("a", equalTo(2));
  }

  /** What a condition that can never hold is told beside. */
  private static final String WEAK =
      " If-Match has weak entity tags only, as in W/\"a\", which never match (RFC 9110, section"
          + " 13.1.1): send the ETag as a response has it.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ifMatch|*|true",
        "ifMatch|TAG|true",
        "ifMatch|OTHER, TAG|true",
        "ifMatch|OTHER|false",
        "ifMatch|W/TAG|false",
        "ifNoneMatch|*|false",
        "ifNoneMatch|TAG|false",
        "ifNoneMatch|W/TAG|false",
        "ifNoneMatch|OTHER|true"
      })
  void aConditionOnAnItemDecidesOverAll(String member, String value, boolean holds) {
    for (String method : List.of("PUT", "DELETE", "CHECK")) {
      String path = "/items/" + method + id;
      String other = "/items/other" + method + id;
      String tag = create(path);
      String condition = condition(member, value.replace("TAG", tag).replace("OTHER", OTHER));
      String body = method.equals("PUT") ? "\"body\": {\"a\": 2}" : "";
      Response response = send(put(other, "{}"), operation(method, path, condition, body));
      if (holds) {
        response.then().statusCode(200);
        given().get(other).then().statusCode(200);
      } else {
        failed(response)
            .body(
                "detail",
                equalTo("Nothing was written, because an operation failed. See operations."),
                "operations",
                contains(
                    Map.of(
                        "operation",
                        1,
                        "type",
                        TYPE + "precondition-failed",
                        "title",
                        "A precondition failed",
                        "status",
                        412,
                        "detail",
                        "The item does not match the precondition of the request. Read the item"
                            + " again, then retry with its current ETag."
                            + (value.equals("W/TAG") && member.equals("ifMatch") ? WEAK : ""),
                        "current",
                        tag)));
        isAbsent(other);
        given().get(path).then().statusCode(200).header("ETag", tag);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ifMatch|*|false",
        "ifMatch|OTHER|false",
        "ifNoneMatch|*|true",
        "ifNoneMatch|OTHER|true"
      })
  void aConditionOnNoItemDecidesOverAll(String member, String value, boolean holds) {
    for (String method : List.of("PUT", "DELETE", "CHECK")) {
      String path = "/items/none" + method + id;
      String other = "/items/other" + method + id;
      String body = method.equals("PUT") ? "\"body\": {}" : "";
      Response response =
          send(
              operation(method, path, condition(member, value.replace("OTHER", OTHER)), body),
              put(other, "{}"));
      if (holds) {
        response.then().statusCode(200);
        given().get(other).then().statusCode(200);
      } else {
        failed(response)
            .body("operations", hasSize(1))
            .body("operations[0].operation", equalTo(0))
            .body("operations[0].type", equalTo(TYPE + "precondition-failed"))
            .body("operations[0].current", nullValue());
        isAbsent(other);
        isAbsent(path);
      }
    }
  }

  @Test
  void aVersionInABodyIsACondition() {
    String tag = create("/items/" + id);
    String current = tag.replace("\"", "");
    String stale = OTHER.replace("\"", "");
    failed(send(put("/items/" + id, "{\"_version\": \"" + stale + "\"}")))
        .body("operations[0].current", equalTo(tag));
    send(put("/items/" + id, "{\"_version\": \"" + current + "\"}"))
        .then()
        .statusCode(200)
        .body("results[0].etag", not(equalTo(tag)));
    send(operation("POST", "/items", "\"body\": {\"_version\": \"" + current + "\"}"))
        .then()
        .statusCode(422)
        .body("type", equalTo(TYPE + "invalid-item"), "pointer", equalTo("/_version"));
  }

  @Test
  void aTagThatIsDerivedIsACondition() {
    Map<String, AttributeValue> item =
        Map.of("id", AttributeValue.fromS(id), "a", AttributeValue.fromN("1"));
    dynamoDb.putItem(put -> put.tableName("items").item(item));
    String tag = given().get("/items/" + id).header("ETag");
    assertEquals("\"none-", tag.substring(0, 6));
    String other = "/items/other" + id;
    send(
            put(other, "{}", condition("ifNoneMatch", "*")),
            operation("CHECK", "/items/" + id, condition("ifMatch", tag)))
        .then()
        .statusCode(200);
    failed(
            send(
                put(other + 2, "{}"),
                operation("CHECK", "/items/" + id, condition("ifMatch", "\"none-other\"")),
                put(other, "{}")))
        .body("operations", hasSize(1))
        .body("operations[0].operation", equalTo(1), "operations[0].current", equalTo(tag));
    isAbsent(other + 2);
    send(put("/items/" + id, "{}", condition("ifMatch", tag))).then().statusCode(200);
    failed(send(put("/items/" + id, "{}", condition("ifMatch", tag))));
  }

  @Test
  void everyOperationThatFailsIsNamed() {
    String tag = create("/items/" + id);
    failed(
            send(
                put("/items/other" + id, "{}"),
                operation("POST", "/items", "\"body\": {\"id\": \"" + id + "\"}"),
                operation("DELETE", "/items/none" + id, condition("ifMatch", "*")),
                put("/films/1/" + id, "{}")))
        .body("operations.operation", contains(1, 2))
        .body("operations.status", contains(409, 412))
        .body("operations.type", contains(TYPE + "item-exists", TYPE + "precondition-failed"))
        .body("operations[0].current", equalTo(tag))
        .body("detail", containsString("2 operations"));
    isAbsent("/items/other" + id);
    isAbsent("/films/1/" + id);
    given().get("/items/" + id).then().header("ETag", tag);
  }

  @Test
  void aPutWithoutAConditionReplacesAndADeleteOfNothingIsDone() {
    create("/items/" + id);
    send(put("/items/" + id, "{\"b\": 1}"), operation("DELETE", "/items/none" + id))
        .then()
        .statusCode(200);
    given().get("/items/" + id).then().body("a", nullValue(), "b", equalTo(1));
  }

  @Test
  void whatHasExpiredIsAbsent() {
    dynamoDb.putItem(
        put ->
            put.tableName("sessions")
                .item(
                    Map.of(
                        "id",
                        AttributeValue.fromS(id),
                        "expires",
                        AttributeValue.fromN(
                            String.valueOf(Instant.now().getEpochSecond() - 10)))));
    failed(send(operation("CHECK", "/sessions/" + id, condition("ifMatch", "*"))))
        .body("operations[0].current", nullValue());
    send(operation("CHECK", "/sessions/" + id, condition("ifNoneMatch", "*")))
        .then()
        .statusCode(200);
    send(operation("POST", "/sessions", "\"body\": {\"id\": \"" + id + "\"}"))
        .then()
        .statusCode(200);
    failed(send(operation("POST", "/sessions", "\"body\": {\"id\": \"" + id + "\"}")));
  }

  @Test
  void itemsCanBeInTheTypedForm() {
    given()
        .contentType("application/vnd.larder.dynamodb+json")
        .accept("application/vnd.larder.dynamodb+json")
        .body(transaction(put("/items/" + id, "{\"tags\": {\"SS\": [\"a\", \"b\"]}}")))
        .post("/_transactions")
        .then()
        .statusCode(200)
        .contentType("application/vnd.larder.dynamodb+json")
        .body("results[0].location", equalTo("/items/" + id));
    assertEquals(
        List.of("a", "b"),
        dynamoDb
            .getItem(get -> get.tableName("items").key(Map.of("id", AttributeValue.fromS(id))))
            .item()
            .get("tags")
            .ss());
    given()
        .contentType("application/vnd.larder.dynamodb+json")
        .body(transaction(put("/items/" + id, "{\"a\": 1}")))
        .post("/_transactions")
        .then()
        .statusCode(422)
        .body("type", equalTo(TYPE + "invalid-item"))
        .body("operation", equalTo(0), "pointer", equalTo("/a"));
  }

  @Test
  void anAnswerCanBeMinimal() {
    given()
        .header("Prefer", "return=minimal")
        .contentType("application/json")
        .body(transaction(put("/items/" + id, "{}")))
        .post("/_transactions")
        .then()
        .statusCode(204)
        .header("Preference-Applied", "return=minimal")
        .body(emptyOrNullString());
    given().get("/items/" + id).then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PUT|/nope/a|{}|404|unknown-collection",
        "PUT|/_transactions/a|{}|404|unknown-collection",
        "PUT|/items|{}|400|invalid-key",
        "PUT|/items/a/b|{}|400|invalid-key",
        "PUT|/films/x/a|{}|400|invalid-key",
        "PUT|items/a|{}|400|invalid-path",
        "PUT|/|{}|400|invalid-path",
        "PUT|/items/|{}|400|invalid-path",
        "PUT|/items/%FF|{}|400|invalid-path",
        "PUT|/items/a?b|{}|400|invalid-path",
        "PUT|/items/a#b|{}|400|invalid-path",
        "PUT|/items/\\ud800|{}|400|invalid-path",
        "POST|/items/a|{}|400|invalid-path",
        "POST|/films|{\"year\": 1}|200|",
        "POST|/films|{\"title\": \"a\"}|422|invalid-item",
        "PUT|/items/a|{\"id\": \"b\"}|422|key-mismatch",
        "PUT|/items/a|{\"id\": 1}|422|invalid-item",
        "PUT|/items/a|[]|422|invalid-item",
        "PUT|/products/a|{\"price\": \"free\"}|422|schema-violation",
        "POST|/products|{}|422|schema-violation"
      })
  void whatIsWrongWithAnOperationKeepsItsType(
      String method, String path, String body, int status, String type) {
    String other = "/items/other" + id;
    Response response = send(put(other, "{}"), operation(method, path, "\"body\": " + body));
    assertEquals(status, response.statusCode(), response.asString());
    if (type != null) {
      response.then().body("type", equalTo(TYPE + type), "operation", equalTo(1));
      isAbsent(other);
    }
  }

  @Test
  void aSchemaThatIsSatisfiedIsNoHindrance() {
    send(put("/products/" + id, "{\"price\": 9.99}")).then().statusCode(200);
    given().get("/products/" + id).then().statusCode(200);
  }

  @Test
  void theSameItemTwiceIsRefused() {
    for (String[] two :
        new String[][] {
          {"/items/" + id, "/items/" + id},
          {"/items/" + id, "/items/%" + Integer.toHexString(id.charAt(0)) + id.substring(1)},
          {"/films/1/" + id, "/films/1.0/" + id},
        }) {
      send(put("/items/other" + id, "{}"), put(two[0], "{}"), operation("DELETE", two[1]))
          .then()
          .statusCode(400)
          .body("type", equalTo(TYPE + "invalid-transaction"))
          .body("operation", equalTo(2))
          .body("detail", startsWith("The operations 1 and 2 are on the same item"));
      isAbsent("/items/other" + id);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"operations\": []}",
        "{\"operations\": [{\"method\": \"CHECK\", \"path\": \"/items/a\"}]}",
        "{\"operations\": [{\"method\": \"DELETE\", \"path\": \"/items/a\", \"if\": {}}]}"
      })
  void whatIsNoTransactionIsRefused(String body) {
    given()
        .contentType("application/json")
        .body(body)
        .post("/_transactions")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo(TYPE + "invalid-transaction"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"operations\": ["})
  void whatIsNoJsonIsRefused(String body) {
    given()
        .contentType("application/json")
        .body(body)
        .post("/_transactions")
        .then()
        .statusCode(400)
        .body("type", equalTo(TYPE + "malformed-json"));
  }

  @Test
  void theResourceTakesPostsAlone() {
    for (String method : List.of("GET", "PUT", "DELETE")) {
      Response response = given().request(method, "/_transactions");
      assertEquals(405, response.statusCode());
      assertEquals(List.of("POST", "OPTIONS"), response.headers().getValues("Allow"));
    }
    given().options("/_transactions").then().statusCode(204);
    given()
        .contentType("application/json")
        .body(transaction(put("/items/" + id, "{}")))
        .post("/_transactions?dry=true")
        .then()
        .statusCode(400)
        .body("type", equalTo(TYPE + "invalid-parameter"), "parameter", equalTo("dry"));
    isAbsent("/items/" + id);
    given()
        .contentType("text/plain")
        .body(transaction(put("/items/" + id, "{}")))
        .post("/_transactions")
        .then()
        .statusCode(415);
  }

  private String[] puts(int count) {
    return IntStream.range(0, count)
        .mapToObj(at -> put("/pages/" + id + '/' + at, "{}"))
        .toArray(String[]::new);
  }

  private void countPages(int expected) {
    assertEquals(
        expected,
        dynamoDb
            .query(
                query ->
                    query
                        .tableName("pages")
                        .keyConditionExpression("book = :b")
                        .expressionAttributeValues(Map.of(":b", AttributeValue.fromS(id))))
            .count());
  }

  @Test
  void aHundredOperationsAreTheMost() {
    send(puts(101))
        .then()
        .statusCode(422)
        .body("type", equalTo(TYPE + "limit-exceeded"))
        .body("limit", equalTo(100))
        .body("setting", equalTo("larder.limits.batch-size"))
        .body("detail", startsWith("The transaction has more than 100 operations"));
    countPages(0);
    send(puts(100)).then().statusCode(200).body("results", hasSize(100));
    countPages(100);
  }

  @Test
  void conditionsThatAreMoreThanAnExpressionTakesAreRefused() {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("id", AttributeValue.fromS(id));
    while (item.size() < WriteConditions.MAX_COMPARED_ATTRIBUTES) {
      item.put("attribute" + item.size(), AttributeValue.fromBool(true));
    }
    dynamoDb.putItem(put -> put.tableName("items").item(item));
    String tag = given().get("/items/" + id).header("ETag");
    send(put(
            "/items/" + id,
            "{}",
            condition("ifMatch", tag),
            condition("if", "a[ne]=1&".repeat(50))))
        .then()
        .statusCode(400)
        .body("type", equalTo(TYPE + "invalid-parameter"), "detail", containsString("300"));
    given().get("/items/" + id).then().body("attribute1", equalTo(true));
  }

  @Test
  void withAKeyNinetyNineOperationsAreTheMost() {
    sendKeyed(id, puts(100))
        .then()
        .statusCode(422)
        .body("type", equalTo(TYPE + "limit-exceeded"))
        .body("limit", equalTo(99))
        .body("detail", containsString("including the record of an Idempotency-Key"));
    countPages(0);
    sendKeyed(id, puts(99)).then().statusCode(200).body("results", hasSize(99));
    countPages(99);
  }

  @Test
  void aRepeatIsAnsweredAsTheFirstAndChangesNothing() {
    String[] operations = {
      put("/items/" + id, "{\"a\": 1}", condition("ifNoneMatch", "*")),
      operation("POST", "/items", "\"body\": {}"),
      operation("DELETE", "/items/deleted" + id)
    };
    Response first = sendKeyed(id, operations);
    first.then().statusCode(200).header("Idempotency-Replayed", nullValue());
    create("/items/deleted" + id);
    Response repeat = sendKeyed(id, operations);
    repeat.then().statusCode(200).header("Idempotency-Replayed", "true");
    assertArrayEquals(first.asByteArray(), repeat.asByteArray());
    given()
        .get("/items/" + id)
        .then()
        .header("ETag", first.jsonPath().getString("results[0].etag"));
    given().get("/items/deleted" + id).then().statusCode(200);
    sendKeyed(id, put("/items/" + id, "{\"a\": 2}"))
        .then()
        .statusCode(422)
        .body("type", equalTo(TYPE + "idempotency-key-reused"));
    given().get("/items/" + id).then().body("a", equalTo(1));
  }

  @Test
  void aFailureUnderAKeyNamesTheRightOperationAndLeavesNoRecord() {
    String[] operations = {
      put("/items/other" + id, "{}"),
      operation("CHECK", "/items/" + id, condition("ifMatch", "*")),
      put("/items/third" + id, "{}")
    };
    failed(sendKeyed(id, operations)).body("operations.operation", contains(1));
    isAbsent("/items/other" + id);
    create("/items/" + id);
    sendKeyed(id, operations).then().statusCode(200).header("Idempotency-Replayed", nullValue());
  }

  @Test
  void anItemThatIsTooLargeIsNamed() {
    String large = "{\"large\": \"" + "x".repeat(400 * 1024) + "\"}";
    for (String key : new String[] {null, id}) {
      String[] operations = {
        put("/items/other" + id, "{\"a\": \"" + "y".repeat(1000) + "\"}"),
        put("/items/" + id, large),
        operation("DELETE", "/items/third" + id)
      };
      Response response = key == null ? send(operations) : sendKeyed(key, operations);
      response
          .then()
          .statusCode(413)
          .body("type", equalTo(TYPE + "item-too-large"), "operation", equalTo(1));
      isAbsent("/items/other" + id);
    }
  }

  @Test
  void allItemsTogetherHaveALimit() {
    String body = "{\"large\": \"" + "x".repeat(390 * 1024) + "\"}";
    Response response =
        send(
            IntStream.range(0, 11)
                .mapToObj(at -> put("/pages/" + id + '/' + at, body))
                .toArray(String[]::new));
    response
        .then()
        .statusCode(413)
        .body("type", equalTo(TYPE + "content-too-large"))
        .body("detail", containsString("(4 MB) in total"), "operation", nullValue());
    countPages(0);
  }

  @Test
  void aCheckAloneChangesNothing() {
    String tag = create("/items/" + id);
    send(operation("CHECK", "/items/" + id, condition("ifMatch", tag)))
        .then()
        .statusCode(200)
        .body("results", contains(Map.of()), "results[0].keySet()", empty());
    given().get("/items/" + id).then().header("ETag", tag);
  }
}
