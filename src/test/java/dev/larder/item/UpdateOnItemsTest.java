package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class UpdateOnItemsTest {
  private static final String TYPE = "application/vnd.larder.update+json";
  private static final String PROBLEMS = "urn:problem-type:larder:";

  DynamoDbClient dynamoDb;
  String tag;

  @BeforeEach
  void anItem() {
    dynamoDb.putItem(
        put ->
            put.tableName("items")
                .item(
                    Map.of(
                        "id", AttributeValue.fromS("u"),
                        "_version", AttributeValue.fromS("0197a000-0000-7000-8000-000000000001"),
                        "stock", AttributeValue.fromN("10"),
                        "tags", AttributeValue.fromSs(List.of("old")),
                        "log", AttributeValue.fromL(List.of(AttributeValue.fromS("made"))),
                        "lines",
                            AttributeValue.fromL(
                                List.of(
                                    AttributeValue.fromM(Map.of("n", AttributeValue.fromN("1"))))),
                        "address",
                            AttributeValue.fromM(Map.of("city", AttributeValue.fromS("Bergen"))),
                        "draft", AttributeValue.fromBool(true))));
    tag = given().get("/items/u").header("ETag");
  }

  private static Response update(String path, String document) {
    return given().contentType(TYPE).body(document.getBytes(StandardCharsets.UTF_8)).patch(path);
  }

  private static ValidatableResponse refused(String document, int status, String problem) {
    Map<String, Object> before = given().get("/items/u").jsonPath().getMap("");
    ValidatableResponse response =
        update("/items/u", document)
            .then()
            .statusCode(status)
            .body("type", equalTo(PROBLEMS + problem));
    assertEquals(before, given().get("/items/u").jsonPath().getMap(""));
    return response;
  }

  private static void assertOneWrite(Response response) {
    assertEquals(200, response.statusCode());
    // Whether the field is one line or two is the choice of the server that tests use.
    assertEquals(
        "read=0, write=1",
        String.join(", ", response.headers().getValues("Larder-Consumed-Capacity")));
  }

  private AttributeValue stored(String attribute) {
    return dynamoDb
        .getItem(get -> get.tableName("items").key(Map.of("id", AttributeValue.fromS("u"))))
        .item()
        .get(attribute);
  }

  @Test
  void allMembersOfADocumentAreOneWriteWithoutARead() {
    Response updated =
        update(
            "/items/u",
            """
            {"set": {"status": "shipped", "address.city": "Oslo"},
             "setIfAbsent": {"created": "2026-11-29", "stock": 99},
             "add": {"lines[0].n": 2, "tags": ["new", "new"]},
             "append": {"log": ["packed"]}, "prepend": {"log2": []},
             "remove": ["draft"], "if": "stock[gte]=2", "upsert": false}\
            """);
    assertOneWrite(updated);
    updated
        .then()
        .header("ETag", not(equalTo(tag)))
        .body("status", equalTo("shipped"))
        .body("address.city", equalTo("Oslo"))
        .body("created", equalTo("2026-11-29"))
        .body("stock", equalTo(10))
        .body("lines[0].n", equalTo(3))
        .body("log", equalTo(List.of("made", "packed")))
        .body("log2", equalTo(List.of()))
        .body("draft", nullValue());
    assertEquals(2, stored("tags").ss().size());
    Response read = given().get("/items/u");
    assertEquals(updated.header("ETag"), read.header("ETag"));
    assertEquals(updated.jsonPath().getMap(""), read.jsonPath().getMap(""));
  }

  @Test
  void numbersAreAddedExactly() {
    update("/items/u", "{\"set\": {\"stock\": 12345678901234567890123456789012345678}}");
    update("/items/u", "{\"add\": {\"stock\": 1}}").then().statusCode(200);
    assertEquals(
        new BigDecimal("12345678901234567890123456789012345679"),
        new BigDecimal(stored("stock").n()));
    refused("{\"add\": {\"stock\": 0.1}}", 409, "patch-conflict")
        .body("path", equalTo("stock"))
        .body("detail", containsString("38"));
  }

  @Test
  void aSetLosesItsAttributeWithItsLastElement() {
    update("/items/u", "{\"deleteFrom\": {\"tags\": [\"old\", \"other\"]}}")
        .then()
        .statusCode(200)
        .body("tags", nullValue());
    update("/items/u", "{\"deleteFrom\": {\"tags\": [\"old\"]}}").then().statusCode(200);
  }

  @Test
  void theTypedFormShowsThatSetsStaySets() {
    given()
        .contentType(TYPE)
        .accept("application/vnd.larder.dynamodb+json")
        .body("{\"add\": {\"tags\": [\"new\"], \"sizes\": [1, 1.0, 2]}}")
        .patch("/items/u")
        .then()
        .statusCode(200)
        .body("tags.SS.size()", equalTo(2))
        .body("sizes.NS.size()", equalTo(2));
  }

  @Test
  void aSetInsideOfAMapIsUpdatedToo() {
    update("/items/u", "{\"add\": {\"address.labels\": [\"home\"]}}")
        .then()
        .statusCode(200)
        .body("address.labels", equalTo(List.of("home")));
    update("/items/u", "{\"deleteFrom\": {\"address.labels\": [\"home\"]}}")
        .then()
        .statusCode(200)
        .body("address.labels", nullValue());
  }

  @Test
  void anItemThatDoesNotExistIsCreatedIfTheDocumentSaysSo() {
    String path = "/items/" + UUID.randomUUID();
    update(path, "{\"add\": {\"n\": 1}}")
        .then()
        .statusCode(404)
        .body("type", equalTo(PROBLEMS + "item-not-found"));
    update(path, "{\"add\": {\"n\": 1}, \"if\": \"n[gte]=1\", \"upsert\": true}")
        .then()
        .statusCode(409)
        .body("type", equalTo(PROBLEMS + "condition-failed"));
    update(path, "{\"set\": {\"a.b\": 1}, \"upsert\": true}")
        .then()
        .statusCode(409)
        .body("type", equalTo(PROBLEMS + "patch-conflict"));
    given().get(path).then().statusCode(404);
    update(path, "{\"add\": {\"n\": 1}, \"upsert\": true}")
        .then()
        .statusCode(201)
        .header("Location", equalTo(path))
        .body("n", equalTo(1));
    Response again = update(path, "{\"add\": {\"n\": 1}, \"upsert\": true}");
    assertOneWrite(again);
    again.then().body("n", equalTo(2));
  }

  @Test
  void preconditionsAreCheckedBeforeTheConditionOfTheDocument() {
    given()
        .contentType(TYPE)
        .header("If-Match", "\"other\"")
        .body("{\"add\": {\"stock\": 1}, \"if\": \"stock=0\"}")
        .patch("/items/u")
        .then()
        .statusCode(412)
        .header("ETag", tag)
        .body("type", equalTo(PROBLEMS + "precondition-failed"));
    given()
        .contentType(TYPE)
        .header("If-Match", tag)
        .body("{\"add\": {\"stock\": 1}, \"if\": \"stock=0\"}")
        .patch("/items/u")
        .then()
        .statusCode(409)
        .header("ETag", tag)
        .body("type", equalTo(PROBLEMS + "condition-failed"), "current", equalTo(tag));
    assertOneWrite(
        given()
            .contentType(TYPE)
            .header("If-Match", tag)
            .body("{\"add\": {\"stock\": 1}, \"if\": \"stock=10\"}")
            .patch("/items/u"));
    String absent = "/items/" + UUID.randomUUID();
    given()
        .contentType(TYPE)
        .header("If-Match", "*")
        .body("{\"add\": {\"stock\": 1}, \"upsert\": true}")
        .patch(absent)
        .then()
        .statusCode(412);
    given()
        .contentType(TYPE)
        .header("If-None-Match", "*")
        .body("{\"add\": {\"stock\": 1}, \"upsert\": true}")
        .patch("/items/u")
        .then()
        .statusCode(412);
  }

  @Test
  void aRepeatWithItsIdempotencyKeyCountsOnce() {
    String key = UUID.randomUUID().toString();
    String[] tags = new String[2];
    for (int i = 0; i < 2; i++) {
      tags[i] =
          given()
              .contentType(TYPE)
              .header("Idempotency-Key", key)
              .body("{\"add\": {\"stock\": 1}}")
              .patch("/items/u")
              .then()
              .statusCode(204)
              .header("Idempotency-Replayed", i == 0 ? nullValue() : equalTo("true"))
              .extract()
              .header("ETag");
    }
    assertEquals(tags[0], tags[1]);
    given().get("/items/u").then().header("ETag", tags[0]).body("stock", equalTo(11));
    given()
        .contentType(TYPE)
        .header("Idempotency-Key", key)
        .body("{\"add\": {\"stock\": 2}}")
        .patch("/items/u")
        .then()
        .statusCode(422)
        .body("type", equalTo(PROBLEMS + "idempotency-key-reused"));
  }

  @Test
  void aKeyedUpdateThatCreatesTheItemSaysSoAgain() {
    String path = "/items/" + UUID.randomUUID();
    String key = UUID.randomUUID().toString();
    for (int i = 0; i < 2; i++) {
      given()
          .contentType(TYPE)
          .header("Idempotency-Key", key)
          .body("{\"add\": {\"n\": 1}, \"upsert\": true}")
          .patch(path)
          .then()
          .statusCode(201)
          .header("Location", path);
    }
    given().get(path).then().body("n", equalTo(1));
  }

  @Test
  void aConflictNamesItsPath() {
    refused("{\"set\": {\"a.b\": 1}, \"add\": {\"stock\": 1}}", 409, "patch-conflict")
        .body("path", equalTo("a.b"));
    refused("{\"set\": {\"address[0]\": 1}}", 409, "patch-conflict")
        .body("path", equalTo("address[0]"));
    refused("{\"add\": {\"draft\": 1}}", 409, "patch-conflict")
        .body("detail", containsString("draft is a boolean"));
    refused("{\"add\": {\"log\": [\"x\"]}}", 409, "patch-conflict")
        .body("detail", containsString("a list in the item"));
    refused("{\"append\": {\"tags\": [\"x\"]}}", 409, "patch-conflict")
        .body("detail", containsString("a set of strings in the item"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|400|invalid-patch",
        "{}|400|invalid-patch",
        "{\"set\": {}}|400|invalid-patch",
        "{\"sett\": {\"a\": 1}}|400|invalid-patch",
        "{\"set\": [1]}|400|invalid-patch",
        "{\"set\": {\"\": 1}}|400|invalid-patch",
        "{\"set\": {\"a[\": 1}}|400|invalid-patch",
        "{\"set\": {\"a\": 1, \"a.b\": 2}}|400|invalid-patch",
        "{\"set\": {\"a\": 1}, \"remove\": [\"a\"]}|400|invalid-patch",
        "{\"set\": {\"a[0]\": 1, \"a.b\": 1}}|400|invalid-patch",
        "{\"add\": {\"stock\": \"1\"}}|400|invalid-patch",
        "{\"add\": {\"stock\": []}}|400|invalid-patch",
        "{\"add\": {\"stock\": [1, \"a\"]}}|400|invalid-patch",
        "{\"add\": {\"stock\": null}}|400|invalid-patch",
        "{\"deleteFrom\": {\"tags\": 1}}|400|invalid-patch",
        "{\"append\": {\"log\": \"x\"}}|400|invalid-patch",
        "{\"remove\": \"draft\"}|400|invalid-patch",
        "{\"remove\": [1]}|400|invalid-patch",
        "{\"set\": {\"a\": 1}, \"upsert\": 1}|400|invalid-patch",
        "{\"set\": {\"a\": 1}, \"if\": 1}|400|invalid-patch",
        "{\"set\": {\"a\": 1}, \"if\": \"\"}|400|invalid-patch",
        "{\"set\": {\"a\": 1}, \"if\": \"stock\"}|400|invalid-parameter",
        "{\"set\": {\"a\": 1}, \"if\": \"stock[more]=1\"}|400|invalid-parameter",
        "{\"set\": {\"id\": \"x\"}}|422|invalid-item",
        "{\"remove\": [\"id\"]}|422|invalid-item",
        "{\"set\": {\"_version\": \"x\"}}|422|invalid-item",
        "{\"set\": {\"a\": 1e200}}|422|invalid-item",
        "{\"set\": {\"a\": 1}, \"set\": {\"b\": 1}}|400|malformed-json",
        "{\"set\": |400|malformed-json"
      })
  void whatIsWrongIsSaidAndNothingIsWritten(String document, int status, String problem) {
    refused(document, status, problem);
  }

  @Test
  void anUpdateThatIsTooLongForAnExpressionIsRefused() {
    StringBuilder set = new StringBuilder();
    IntStream.range(0, 600).forEach(i -> set.append(",\"attribute").append(i).append("\": 1"));
    refused("{\"set\": {" + set.substring(1) + "}}", 400, "invalid-patch")
        .body("detail", containsString("4096"));
    String large = "x".repeat(300_000);
    update("/items/u", "{\"set\": {\"a\": \"" + large + "\"}}").then().statusCode(200);
    refused("{\"set\": {\"b\": \"" + large + "\"}}", 413, "item-too-large");
  }

  @Test
  void reservedWordsAndOddNamesAreNames() {
    update(
            "/items/u",
            "{\"set\": {\"size\": 1, \"a\\\\.b\": 2, \"c\\\\[0]\": 3, \"#0\": 4, \" \": 5, \"é\": 6}}")
        .then()
        .statusCode(200);
    Map<String, Object> item = given().get("/items/u").jsonPath().getMap("");
    assertEquals(
        List.of(1, 2, 3, 4, 5, 6),
        List.of("size", "a.b", "c[0]", "#0", " ", "é").stream().map(item::get).toList());
  }

  @Test
  void stockCannotGoBelowZero() throws Exception {
    ExecutorService buyers = Executors.newFixedThreadPool(10);
    try {
      List<Callable<Integer>> purchases =
          IntStream.range(0, 50)
              .<Callable<Integer>>mapToObj(
                  i ->
                      () ->
                          update("/items/u", "{\"add\": {\"stock\": -1}, \"if\": \"stock[gte]=1\"}")
                              .statusCode())
              .toList();
      List<Integer> answers =
          buyers.invokeAll(purchases).stream().map(UpdateOnItemsTest::result).sorted().toList();
      assertEquals(10, answers.stream().filter(status -> status == 200).count());
      assertEquals(40, answers.stream().filter(status -> status == 409).count());
      assertEquals("0", stored("stock").n());
    } finally {
      buyers.shutdown();
    }
  }

  private static int result(Future<Integer> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTransactionUpdatesItemsBesideOtherWrites() {
    String other = "/items/" + UUID.randomUUID();
    Response response =
        given()
            .contentType("application/json")
            .body(
                """
                {"operations": [
                  {"method": "PATCH", "path": "/items/u",
                   "body": {"add": {"stock": -2}, "if": "stock[gte]=2"}},
                  {"method": "PATCH", "path": "%s",
                   "body": {"add": {"n": 1}, "upsert": true}}]}\
                """
                    .formatted(other))
            .post("/_transactions");
    response.then().statusCode(200).body("results[1].location", equalTo(other));
    given()
        .get("/items/u")
        .then()
        .header("ETag", response.jsonPath().getString("results[0].etag"))
        .body("stock", equalTo(8));
    given()
        .contentType("application/json")
        .body(
            """
            {"operations": [
              {"method": "PATCH", "path": "/items/u", "body": {"add": {"stock": -9}, "if": "stock[gte]=9"}},
              {"method": "PATCH", "path": "%s", "body": {"add": {"n": 1}}}]}\
            """
                .formatted(other))
        .post("/_transactions")
        .then()
        .statusCode(409)
        .body("operations.size()", equalTo(1), "operations[0].operation", equalTo(0));
    given()
        .contentType("application/json")
        .body(
            """
            {"operations": [
              {"method": "PATCH", "path": "%s", "body": {"add": {"n": 1}}},
              {"method": "PATCH", "path": "/items/u", "body": {"add": {"draft": 1}}}]}\
            """
                .formatted(other))
        .post("/_transactions")
        .then()
        .statusCode(409)
        .body("type", equalTo(PROBLEMS + "patch-conflict"), "operation", equalTo(1));
    given().get(other).then().body("n", equalTo(1));
  }
}
