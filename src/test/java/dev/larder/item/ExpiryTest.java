package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What has expired and is still in the table is absent, everywhere. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class ExpiryTest {
  private static final String VERSION = "01890000-0000-7000-8000-000000000000";

  DynamoDbClient dynamoDb;

  @BeforeEach
  void oneExpiredOneToCome() {
    store("gone", AttributeValue.fromN(seconds(-10)));
    store("here", AttributeValue.fromN(seconds(1000)));
  }

  private static String seconds(long fromNow) {
    return String.valueOf(Instant.now().getEpochSecond() + fromNow);
  }

  private void store(String id, AttributeValue expires) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("id", AttributeValue.fromS(id));
    item.put("_version", AttributeValue.fromS(VERSION));
    if (expires != null) {
      item.put("expires", expires);
    }
    dynamoDb.putItem(put -> put.tableName("sessions").item(item));
  }

  private static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  @Test
  void aReadFindsNothing() {
    given().get("/sessions/gone").then().statusCode(404);
    given().get("/sessions/gone?fields=id").then().statusCode(404);
    given().get("/sessions/here").then().statusCode(200);
    given().get("/sessions/here?fields=id").then().statusCode(200).body("expires", nullValue());
  }

  @Test
  void aListLeavesItOutAndFillsItsPages() {
    List<String> ids = given().get("/sessions").jsonPath().getList("items.id");
    assertTrue(ids.contains("here"));
    assertTrue(!ids.contains("gone"));
    for (int i = 0; i < 20; i++) {
      store("gone" + i, AttributeValue.fromN(seconds(-10)));
    }
    Response page = given().get("/sessions?limit=1");
    assertEquals(1, page.jsonPath().getList("items").size());
  }

  @Test
  void aCreateTakesItsPlace() {
    json("{\"id\":\"gone\"}").post("/sessions").then().statusCode(201);
    json("{\"id\":\"here\"}").post("/sessions").then().statusCode(409);
  }

  @Test
  void aPutCreates() {
    json("{\"a\":1}").put("/sessions/gone").then().statusCode(201);
    json("{\"a\":1}").put("/sessions/here").then().statusCode(200);
  }

  @Test
  void aPutWithAKeyCreatesToo() {
    json("{}")
        .header("Idempotency-Key", "expiry-" + Instant.now())
        .put("/sessions/gone")
        .then()
        .statusCode(201);
    json("{}")
        .header("Idempotency-Key", "expiry-" + Instant.now())
        .put("/sessions/here")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "If-Match, *, 412",
    "If-Match, TAG, 412",
    "If-None-Match, *, 201",
    "If-None-Match, TAG, 201",
    "If-Unmodified-Since, 'Sun, 06 Nov 1994 08:49:37 GMT', 201"
  })
  void aConditionMeetsNoItem(String field, String value, int expected) {
    Response response =
        json("{}").header(field, value.replace("TAG", '"' + VERSION + '"')).put("/sessions/gone");
    assertEquals(expected, response.statusCode(), response.asString());
    if (expected == 412) {
      response.then().header("ETag", nullValue()).body("current", nullValue());
    }
  }

  @Test
  void aPatchFindsNothing() {
    given()
        .contentType("application/merge-patch+json")
        .body("{\"a\":1}")
        .patch("/sessions/gone")
        .then()
        .statusCode(404);
    given()
        .contentType("application/merge-patch+json")
        .body("{\"a\":1}")
        .patch("/sessions/here")
        .then()
        .statusCode(200)
        .body("a", equalTo(1));
  }

  @Test
  void whatDynamoDbDoesNotTakeForATimeDoesNotExpire() {
    store("text", AttributeValue.fromS("1"));
    store("ancient", AttributeValue.fromN(seconds(-6L * 365 * 24 * 3600)));
    store("none", null);
    store("fraction", AttributeValue.fromN(seconds(1000) + ".5"));
    for (String id : List.of("text", "ancient", "none", "fraction")) {
      given().get("/sessions/" + id).then().statusCode(200);
      given()
          .header("If-None-Match", "*")
          .contentType("application/json")
          .body("{}")
          .put("/sessions/" + id)
          .then()
          .statusCode(412);
    }
  }
}
