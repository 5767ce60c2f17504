package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class ResponseHeadersFilterTest {
  private static final String CONSUMED = "Larder-Consumed-Capacity";
  private static final String TIMING = "Server-Timing";

  private static RequestSpecification json() {
    return given().contentType("application/json").body("{\"name\": \"Ada\"}");
  }

  /** With it the key of the table is known, which takes a call once. */
  @BeforeEach
  void anItem() {
    json().put("/items/cost");
    given().get("/readings");
  }

  private static void assertCost(Response response, int status, String consumed, String calls) {
    response
        .then()
        .statusCode(status)
        .header(TIMING, matchesPattern("dynamodb;dur=\\d+(\\.\\d{1,3})?;desc=\"" + calls + "\""));
  }

  private static void assertNoCost(Response response, int status) {
    response.then().statusCode(status).header(CONSUMED, nullValue()).header(TIMING, nullValue());
  }

  @ParameterizedTest
  @CsvSource({
    "/items/cost,                  200, read=0.5",
    "/items/cost?consistent=true,  200, read=1",
    "/items/none,                  404, read=0.5",
    "/readings?limit=1,            200, read=0.5",
    "/readings?consistent=true,    200, read=1"
  })
  void aReadSaysWhatItConsumed(String path, int status, String consumed) {
    for (int at = 0; at < 2; at++) {
      json().put("/readings/cost/" + at);
    }
    assertCost(given().get(path), status, consumed, "1 call");
    assertCost(given().head(path), status, consumed, "1 call");
  }

  @Test
  void soDoesOneWhosePreconditionFails() {
    assertCost(given().header("If-Match", "\"x\"").get("/items/cost"), 412, "read=0.5", "1 call");
    String tag = given().get("/items/cost").header("ETag");
    assertCost(given().header("If-None-Match", tag).get("/items/cost"), 304, "read=0.5", "1 call");
  }

  @Test
  void aWriteSaysWhatItConsumed() {
    assertCost(json().put("/items/cost"), 200, "read=0, write=1", "1 call");
    assertCost(json().post("/items"), 201, "read=0, write=1", "1 call");
    assertCost(
        given()
            .contentType("application/merge-patch+json")
            .body("{\"at\": \"" + UUID.randomUUID() + "\"}")
            .patch("/items/cost"),
        200,
        "read=1, write=1",
        "2 calls");
    assertCost(given().delete("/items/cost"), 204, "read=0, write=1", "1 call");
  }

  /** DynamoDB does not tell what a write consumed whose condition failed. */
  @Test
  void aWriteThatFailedSaysHowManyCallsItTook() {
    assertCost(json().header("If-Match", "\"x\"").put("/items/cost"), 412, "read=0", "1 call");
    assertCost(
        given().contentType("application/json").body("{\"id\": \"cost\"}").post("/items"),
        409,
        "read=0",
        "1 call");
  }

  @Test
  void aTransactionIsCounted() {
    String key = UUID.randomUUID().toString();
    assertCost(
        json().header("Idempotency-Key", key).put("/items/cost"),
        200,
        "read=2, write=4",
        "3 calls");
    assertCost(json().header("Idempotency-Key", key).put("/items/cost"), 200, "read=1", "1 call");
  }

  @Test
  void whereDynamoDbWasNotCalledThereIsNothingToSay() {
    assertNoCost(given().get("/none/cost"), 404);
    assertNoCost(given().get("/a/b/c/d"), 404);
    assertNoCost(given().options("/items/cost"), 204);
    assertNoCost(given().post("/items/cost"), 405);
    assertNoCost(given().get("/items/cost?nope=1"), 400);
    assertNoCost(given().contentType("application/json").body("{").put("/items/cost"), 400);
  }

  @Test
  void scriptsOfOtherOriginsMaySeeIt() {
    Response response = given().header("Origin", "https://example.com").get("/items/cost");
    String exposed = joined(response, "Access-Control-Expose-Headers");
    assertTrue(exposed.contains(CONSUMED) && exposed.contains(TIMING), exposed);
  }

  /** The server that stands in for Lambda makes a line of each member of a list. */
  private static String joined(Response response, String header) {
    return String.join(", ", response.headers().getValues(header));
  }
}
