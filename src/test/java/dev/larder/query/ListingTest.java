package dev.larder.query;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class ListingTest {
  private static final int READINGS = 23;

  DynamoDbClient dynamoDb;

  @BeforeEach
  void onlyTheReadings() {
    // Other classes leave thousands of them.
    List<WriteRequest> deletes =
        dynamoDb.scanPaginator(scan -> scan.tableName("readings")).items().stream()
            .map(item -> Map.of("sensor", item.get("sensor"), "at", item.get("at")))
            .map(key -> WriteRequest.builder().deleteRequest(delete -> delete.key(key)).build())
            .toList();
    for (int from = 0; from < deletes.size(); from += 25) {
      List<WriteRequest> batch = deletes.subList(from, Math.min(from + 25, deletes.size()));
      dynamoDb.batchWriteItem(write -> write.requestItems(Map.of("readings", batch)));
    }
    for (int i = 0; i < READINGS; i++) {
      reading(i, "x");
    }
  }

  private void reading(int at, String value) {
    dynamoDb.putItem(
        put ->
            put.tableName("readings")
                .item(
                    Map.of(
                        "sensor", AttributeValue.fromS("s" + at % 3),
                        "at", AttributeValue.fromN(String.valueOf(at)),
                        "value", AttributeValue.fromS(value))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 22, 23, 24, 1000})
  void thePagesHaveEveryItemOnce(int limit) {
    List<Integer> read = new ArrayList<>();
    int pages = 0;
    String cursor = "";
    while (cursor != null) {
      Response page = given().get("/readings?limit=" + limit + cursor);
      page.then().statusCode(200);
      List<Integer> items = page.jsonPath().getList("items.at");
      assertTrue(items.size() <= limit);
      read.addAll(items);
      String next = page.path("next");
      assertEquals(
          next == null ? null : "</readings?cursor=" + next + "&limit=" + limit + ">; rel=\"next\"",
          page.header("Link"));
      cursor = next == null ? null : "&cursor=" + next;
      assertTrue(++pages <= READINGS + 1);
    }
    assertEquals(READINGS, read.size());
    assertEquals(READINGS, new HashSet<>(read).size());
  }

  @Test
  void anEmptyCollectionIsAnEmptyPage() {
    given().get("/blobs?limit=5&consistent=true").then().statusCode(200);
    dynamoDb
        .scan(scan -> scan.tableName("blobs"))
        .items()
        .forEach(
            item ->
                dynamoDb.deleteItem(
                    delete -> delete.tableName("blobs").key(Map.of("hash", item.get("hash")))));
    given()
        .get("/blobs")
        .then()
        .statusCode(200)
        .body("items", hasSize(0), "next", nullValue())
        .header("Link", nullValue());
  }

  @Test
  void aPageEndsBeforeItIsTooLargeForLambdaAndGoesOn() {
    // As JSON in JSON these characters are seven bytes each.
    String escaped = "\u0001".repeat(390_000);
    for (int i = 0; i < 8; i++) {
      reading(i, escaped);
    }
    List<Integer> read = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    while (cursor != null) {
      Response page = given().get("/readings?limit=1000" + cursor);
      page.then().statusCode(200);
      String body = page.asString();
      long carried = body.length() + body.chars().filter(c -> c == '"' || c == '\\').count();
      assertTrue(carried < 6_291_556, "carries " + carried + " bytes");
      read.addAll(page.jsonPath().getList("items.at"));
      String next = page.path("next");
      assertEquals(next == null ? null : "size", page.path("stopped"));
      assertEquals(next == null ? null : "size", page.header("Larder-Stopped"));
      cursor = next == null ? null : "&cursor=" + next;
      pages++;
    }
    assertTrue(pages > 1);
    assertEquals(READINGS, read.size());
    assertEquals(READINGS, new HashSet<>(read).size());
  }

  @Test
  void theTypedFormIsListedToo() {
    given()
        .accept("application/vnd.larder.dynamodb+json")
        .get("/readings?limit=1")
        .then()
        .contentType("application/vnd.larder.dynamodb+json")
        .body("items[0].value.S", equalTo("x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0", "-1", "x", "1.5", ""})
  void aLimitOutOfBoundsIsRefused(String limit) {
    given()
        .get("/readings?limit=" + limit)
        .then()
        .statusCode(400)
        .body("parameter", equalTo("limit"), "detail", containsString("from 0 to 1000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1001", "99999999999"})
  void aLimitAboveTheLargestIsRefused(String limit) {
    given()
        .get("/readings?limit=" + limit)
        .then()
        .statusCode(422)
        .body("type", equalTo("urn:problem-type:larder:limit-exceeded"))
        .body("parameter", equalTo("limit"), "detail", containsString("from 0 to 1000"))
        .body("limit", equalTo(1000), "setting", equalTo("larder.limits.page-size"));
  }

  @Test
  void aCursorOfAnotherCollectionIsRefused() {
    String next = given().get("/readings?limit=1").path("next");
    given()
        .get("/films?cursor=" + next)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:problem-type:larder:invalid-cursor"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "AAAA", "%00", "🙂", "AUJ0GAdkre0mBqZxlnsiaWQiOnsiUyI6ImEifX0"})
  void aCursorThatWasNotGivenIsRefused(String cursor) {
    given().queryParam("cursor", cursor).get("/readings").then().statusCode(400);
  }
}
