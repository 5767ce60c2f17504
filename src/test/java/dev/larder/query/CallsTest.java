package dev.larder.query;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How often DynamoDB is called, as it sees it. */
@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
class CallsTest {
  FaultyDynamoDb faulty;
  DynamoDbClient dynamoDb;

  /** With its indexes known, for which the table is described once. */
  @BeforeEach
  void someFilms() {
    for (String title : List.of("a", "b", "Castle Keep")) {
      for (int year : new int[] {1970, 1971}) {
        dynamoDb.putItem(
            put ->
                put.tableName("movies")
                    .item(
                        Map.of(
                            "year", AttributeValue.fromN(String.valueOf(year)),
                            "title", AttributeValue.fromS(title),
                            "genre", AttributeValue.fromS("Comedy"))));
      }
    }
    get("/movies?genre=Comedy").then().statusCode(200);
    faulty.reset();
  }

  private static Response get(String query) {
    return given().urlEncodingEnabled(false).get(query);
  }

  private void assertOneCall(String operation) {
    assertEquals(1, faulty.calls(operation), operation);
    assertEquals(1, faulty.calls(), "calls");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/movies?year=1971                          | 3 | Query",
        "/movies?year=1970&title[between]=B,D       | 1 | Query",
        "/movies?genre=Comedy&sort=-year            | 6 | Query",
        "/movies?year=1970&title[in]=a,b            | 2 | BatchGetItem",
        "/movies?year=1970&genre=Comedy&title=a     | 1 | Query",
        "/movies?year=2&title=a                     | 0 | Query"
      })
  void aQueryIsOneCall(String query, int items, String operation) {
    assertEquals(items, get(query).jsonPath().getList("items").size());
    assertOneCall(operation);
  }

  @Test
  void anItemIsOneCallWhetherItIsThereOrNot() {
    get("/movies/1970/a").then().statusCode(200);
    assertOneCall("GetItem");
    faulty.reset();
    get("/movies/1970/nope").then().statusCode(404);
    assertOneCall("GetItem");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-None-Match | x   | 200",
        "If-None-Match | *   | 412",
        "If-Match      | *   | 200",
        "If-Match      | x   | 412",
        "X             | x   | 200"
      })
  void aWriteIsOneCall(String header, String tag, int status) {
    given()
        .header(header, tag.equals("x") ? "\"x\"" : tag)
        .contentType("application/json")
        .body("{}")
        .put("/movies/1970/a")
        .then()
        .statusCode(status);
    assertOneCall("PutItem");
  }

  /** Indexes may have come since the table was described, but not within ten seconds. */
  @Test
  void aPlanAndARefusedQueryAreNoCalls() {
    get("/movies?colour=red").then().statusCode(400);
    faulty.reset();
    given()
        .accept("application/vnd.larder.plan+json")
        .get("/movies?year=1971")
        .then()
        .statusCode(200);
    get("/movies?colour=red").then().statusCode(400);
    assertEquals(0, faulty.calls());
  }

  @Test
  void allOfAHundredKeysAreAnsweredThoughSomeAreLeftUnprocessedEveryTime() {
    List<String> skus = IntStream.range(0, 100).mapToObj(i -> "asked" + i).toList();
    skus.forEach(
        sku ->
            dynamoDb.putItem(
                put -> put.tableName("products").item(Map.of("sku", AttributeValue.fromS(sku)))));
    faulty.leaveUnprocessed(0.3);
    Response page = get("/products?sku[in]=" + String.join(",", skus));
    page.then().statusCode(200).body("next", nullValue(), "missing", nullValue());
    assertEquals(skus, page.jsonPath().getList("items.sku"));
    assertTrue(faulty.calls("BatchGetItem") > 1);
  }
}
