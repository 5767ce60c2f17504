package dev.larder.bulk;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class BulkUpdateTest {
  private static final String JSON = "application/vnd.larder.updates+json";
  private static final String NDJSON = "application/vnd.larder.updates+x-ndjson";
  private static final String PROBLEMS = "urn:problem-type:larder:";

  private final String a = "a-" + UUID.randomUUID();
  private final String b = "b-" + UUID.randomUUID();

  @BeforeEach
  void items() {
    given().contentType("application/json").body("{\"n\": 1}").put("/items/" + a);
    given().contentType("application/json").body("{\"n\": 5, \"text\": \"x\"}").put("/items/" + b);
  }

  private static Response update(String type, String body) {
    return given().contentType(type).body(body.getBytes(StandardCharsets.UTF_8)).patch("/items");
  }

  private static void assertNumber(String id, int n) {
    given().get("/items/" + id).then().body("n", equalTo(n));
  }

  @Test
  void eachEntryHasItsResult() {
    String created = "c-" + UUID.randomUUID();
    Response response =
        update(
            NDJSON,
            """
            {"key": {"id": "%s"}, "update": {"add": {"n": 1}}}

            {"key": {"id": "%s"}, "update": {"add": {"n": 1}, "if": "n[gte]=9"}}
            {"key": {"id": "nobody"}, "update": {"add": {"n": 1}}}
            {"key": {"id": "%s"}, "update": {"add": {"n": 1}, "upsert": true}}
            {"key": {"id": "%s"}, "update": {"add": {"text": 1}}}
            {"key": {"id": "%s"}, "update": {"set": {"id": "z"}}}
            {"key": {"id": "%s"}, "update": {"add": {"n": 2}}}
            """
                .formatted(a, b, created, b, b, b));
    response
        .then()
        .statusCode(207)
        .body("succeeded", equalTo(3), "failed", equalTo(4))
        .body("results[0].status", equalTo(200), "results[0].location", equalTo("/items/" + a))
        .body(
            "results[1].line",
            equalTo(3),
            "results[1].problem.type",
            equalTo(PROBLEMS + "condition-failed"))
        .body("results[2].problem.type", equalTo(PROBLEMS + "item-not-found"))
        .body("results[3].location", equalTo("/items/" + created))
        .body(
            "results[4].problem.type",
            equalTo(PROBLEMS + "patch-conflict"),
            "results[4].problem.path",
            equalTo("text"))
        .body("results[5].problem.type", equalTo(PROBLEMS + "invalid-item"));
    given()
        .get("/items/" + a)
        .then()
        .header("ETag", '"' + response.jsonPath().getString("results[0]._version") + '"')
        .body("n", equalTo(2));
    assertNumber(b, 7);
    assertNumber(created, 1);
  }

  @Test
  void entriesOfOneItemAreAllMade() {
    String entry = "{\"key\": {\"id\": \"" + a + "\"}, \"update\": {\"add\": {\"n\": 1}}}";
    update(JSON, "[" + entry + "," + entry + "," + entry + "]")
        .then()
        .statusCode(200)
        .body("succeeded", equalTo(3));
    assertNumber(a, 4);
  }

  @Test
  void aRepeatWithItsIdempotencyKeyChangesNothing() {
    String key = UUID.randomUUID().toString();
    String body = "[{\"key\": {\"id\": \"" + a + "\"}, \"update\": {\"add\": {\"n\": 1}}}]";
    for (int i = 0; i < 2; i++) {
      given()
          .contentType(JSON)
          .header("Idempotency-Key", key)
          .body(body)
          .patch("/items")
          .then()
          .statusCode(200);
    }
    assertNumber(a, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"key\": {\"id\": \"a\"}}",
        "{\"update\": {\"add\": {\"n\": 1}}}",
        "{\"key\": \"a\", \"update\": {\"add\": {\"n\": 1}}}",
        "{\"key\": {\"id\": \"a\"}, \"update\": []}",
        "{\"key\": {\"id\": \"a\"}, \"update\": {}}",
        "{\"key\": {\"id\": \"a\"}, \"update\": {\"add\": {\"n\": 1}}, \"if\": \"n=1\"}"
      })
  void anEntryOfAnotherFormIsRefused(String entry) {
    update(JSON, "[" + entry + "]")
        .then()
        .statusCode(207)
        .body("results[0].problem.type", equalTo(PROBLEMS + "invalid-patch"));
  }

  @Test
  void aBodyThatIsNoListOfUpdatesIsRefused() {
    update(JSON, "{\"key\": {\"id\": \"a\"}, \"update\": {}}").then().statusCode(400);
    update(JSON, "").then().statusCode(400);
    Response other = update("application/json", "[]");
    assertEquals(415, other.statusCode());
    other.then().body("detail", containsString(JSON + ", " + NDJSON));
    assertTrue(other.headers().getValues("Accept-Patch").containsAll(List.of(JSON, NDJSON)));
  }
}
