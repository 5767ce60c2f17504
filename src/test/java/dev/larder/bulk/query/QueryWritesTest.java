package dev.larder.bulk.query;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.job.Async;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Updates and deletes of the items that a query finds. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class QueryWritesTest {
  private static final String UPDATE = "application/vnd.larder.update+json";

  private final String run = UUID.randomUUID().toString();
  DynamoDbClient dynamoDb;

  private void put(String table, String... attributes) {
    Map<String, AttributeValue> item = new HashMap<>();
    for (String attribute : attributes) {
      String[] parts = attribute.split("=", 2);
      item.put(
          parts[0],
          parts[1].matches("-?[0-9.]+")
              ? AttributeValue.fromN(parts[1])
              : AttributeValue.fromS(parts[1]));
    }
    dynamoDb.putItem(put -> put.tableName(table).item(item));
  }

  private List<Map<String, AttributeValue>> stored(String table, String attribute) {
    return dynamoDb
        .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
        .items()
        .stream()
        .filter(item -> item.containsKey(attribute))
        .filter(item -> run.equals(item.get(attribute).s()))
        .toList();
  }

  private static Response update(String path, String document) {
    return Async.result(Async.request(UPDATE, document).urlEncodingEnabled(false).patch(path));
  }

  private static Response delete(String path) {
    return Async.result(Async.request().urlEncodingEnabled(false).delete(path));
  }

  @Test
  void anUpdateIsMadeOnceOfEachItem() {
    for (int at = 0; at < 120; at++) {
      put("readings", "sensor=" + run, "at=" + at, "count=" + at);
    }
    put("readings", "sensor=" + run + "-other", "at=1", "count=1");
    Response result = update("/readings?sensor=" + run, "{\"add\": {\"count\": 1000}}");
    result
        .then()
        .statusCode(200)
        .body("matched", equalTo(120), "updated", equalTo(120))
        .body("skipped", equalTo(0), "failed", equalTo(0), "problems", nullValue())
        .body("consumed.read", equalTo(1.5f));
    assertTrue(result.jsonPath().getDouble("consumed.write") > 0, result.asString());
    for (Map<String, AttributeValue> item : stored("readings", "sensor")) {
      assertEquals(
          1000 + Integer.parseInt(item.get("at").n()), Integer.parseInt(item.get("count").n()));
      assertTrue(item.containsKey("_version"));
    }
  }

  @Test
  void aDeleteIsOfTheItemsThatMatchAllConditions() {
    for (int at = 0; at < 60; at++) {
      put("readings", "sensor=" + run, "at=" + at, "odd=" + at % 2);
    }
    delete("/readings?sensor=" + run + "&at[gte]=10&odd=1")
        .then()
        .statusCode(200)
        .body("matched", equalTo(25), "deleted", equalTo(25), "updated", nullValue());
    assertEquals(35, stored("readings", "sensor").size());
  }

  @Test
  void theIndexMayBeTheOneThatTheUpdateChanges() {
    for (int number = 0; number < 60; number++) {
      put("orders", "shop=" + run, "number=" + number, "status=open-" + run, "created=" + number);
    }
    update(
            "/orders?status=open-" + run,
            "{\"set\": {\"status\": \"done-" + run + "\"}, \"add\": {\"times\": 1}}")
        .then()
        .body("updated", equalTo(60), "matched", equalTo(60));
    stored("orders", "shop").forEach(item -> assertEquals("1", item.get("times").n()));
  }

  @Test
  void anItemThatMovesWithinTheIndexIsUpdatedOnce() {
    for (int number = 0; number < 120; number++) {
      put("orders", "shop=" + run, "number=" + number, "status=open-" + run, "created=" + number);
    }
    update("/orders?status=open-" + run, "{\"add\": {\"created\": 60, \"times\": 1}}")
        .then()
        .body("updated", equalTo(120), "matched", equalTo(120));
    for (Map<String, AttributeValue> item : stored("orders", "shop")) {
      assertEquals("1", item.get("times").n());
      assertEquals(
          Integer.parseInt(item.get("number").n()) + 60, Integer.parseInt(item.get("created").n()));
    }
  }

  @Test
  void itemsWhoseOwnConditionDoesNotHoldAreSkippedAndThoseThatCannotBeUpdatedFail() {
    for (int at = 0; at < 40; at++) {
      put(
          "readings",
          "sensor=" + run,
          "at=" + at,
          "stock=" + at % 4,
          "a=" + (at < 3 ? "text" : at));
    }
    Response result =
        update(
            "/readings?sensor=" + run,
            "{\"add\": {\"a\": 1, \"stock\": -1}, \"if\": \"stock[gte]=1\"}");
    result
        .then()
        .body("matched", equalTo(40), "skipped", equalTo(10), "failed", equalTo(2))
        .body("updated", equalTo(28))
        .body("problems[0].location", equalTo("/readings/" + run + "/1"))
        .body("problems[0].problem.type", equalTo("urn:problem-type:larder:patch-conflict"));
    assertEquals(2, result.jsonPath().getList("problems").size());
  }

  @Test
  void theSchemaIsThatOfEachItem() {
    for (int price = 1; price <= 4; price++) {
      put("products", "sku=" + run + price, "price=" + price);
    }
    String skus = String.join(",", run + 1, run + 2, run + 3, run + 4, run + 5);
    update("/products?sku[in]=" + skus + "&price[lt]=4", "{\"add\": {\"price\": -1}}")
        .then()
        .body("matched", equalTo(3), "updated", equalTo(2), "failed", equalTo(1))
        .body("problems[0].location", equalTo("/products/" + run + "1"))
        .body("problems[0].problem.type", equalTo("urn:problem-type:larder:schema-violation"));
  }

  @Test
  void whatHasExpiredIsNotThere() {
    put(
        "sessions",
        "id=" + run + "gone",
        "expires=" + Instant.now().minusSeconds(60).getEpochSecond(),
        "a=1");
    put(
        "sessions",
        "id=" + run + "here",
        "expires=" + Instant.now().plusSeconds(600).getEpochSecond(),
        "a=1");
    update("/sessions?id[in]=" + run + "gone," + run + "here", "{\"add\": {\"a\": 1}}")
        .then()
        .body("matched", equalTo(1), "updated", equalTo(1));
  }

  @Test
  void aScanIsMadeWhereTheCollectionAllowsIt() {
    for (int page = 0; page < 3; page++) {
      put("pages", "book=" + run + page, "page=p" + page, "run=" + run);
    }
    update("/pages?run=" + run, "{\"set\": {\"read\": true}}").then().body("updated", equalTo(3));
    delete("/pages?page[exists]=true&run=" + run).then().body("deleted", equalTo(3));
    delete("/items?run=" + run)
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:unserved-query"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH | /readings | {\"set\":{\"a\":1}} | has no conditions",
        "PATCH | /readings?sensor=a | {\"set\":{\"a\":1}} | Prefer: respond-async",
        "DELETE | /readings?sensor=a | | Prefer: respond-async",
        "PATCH | /readings?sensor=a&limit=3 | {\"set\":{\"a\":1}} | limit",
        "DELETE | /readings?cursor=3 | | cursor",
        "DELETE | /readings?sensor=a | [{\"sensor\":\"a\",\"at\":1}] | sensor",
      })
  void whatIsNotMeantIsRefused(String method, String path, String body, String says) {
    var request = given().urlEncodingEnabled(false);
    if (body != null) {
      request.header("Content-Type", method.equals("PATCH") ? UPDATE : "application/json");
      request.body(body.getBytes());
    }
    request.request(method, path).then().statusCode(400).body("detail", containsString(says));
  }

  @Test
  void conditionsInHeaderFieldsAndUpsertAreRefused() {
    List<Response> refused = new ArrayList<>();
    refused.add(
        Async.result(
            Async.request(UPDATE, "{\"set\": {\"a\": 1}}")
                .header("If-Match", "*")
                .patch("/readings?sensor=" + run)));
    refused.add(update("/readings?sensor=" + run, "{\"set\": {\"a\": 1}, \"upsert\": true}"));
    refused.add(update("/readings?sensor=" + run, "{\"set\": {\"sensor\": 1}}"));
    assertEquals(List.of(400, 400, 422), refused.stream().map(Response::statusCode).toList());
  }

  @Test
  void aRepeatWithTheSameKeyHasTheSameResultAndAnotherQueryIsAnotherRequest() {
    put("readings", "sensor=" + run, "at=1", "count=1");
    String path = "/readings?sensor=" + run;
    for (int repeat = 0; repeat < 2; repeat++) {
      Async.result(
              Async.request(UPDATE, "{\"add\": {\"count\": 1}}")
                  .header("Idempotency-Key", run)
                  .patch(path))
          .then()
          .body("updated", equalTo(1));
    }
    assertEquals("2", stored("readings", "sensor").get(0).get("count").n());
    Async.request(UPDATE, "{\"add\": {\"count\": 1}}")
        .header("Idempotency-Key", run)
        .patch(path + "&at=2")
        .then()
        .statusCode(422)
        .body("type", equalTo("urn:problem-type:larder:idempotency-key-reused"));
  }
}
