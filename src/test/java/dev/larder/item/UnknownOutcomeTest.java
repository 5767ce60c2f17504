package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.Fault;
import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import dev.larder.dynamo.Deadlines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A write whose response was lost: which item it is about, and whether it can be sent again. */
@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
class UnknownOutcomeTest {
  private static final String UNKNOWN = "urn:problem-type:larder:outcome-unknown";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String JSON_PATCH = "application/json-patch+json";

  private static final String UPDATE = ItemUpdate.MEDIA_TYPE;
  private static final String COUNT = "{\"add\":{\"n\":1}}";

  private final String id = UUID.randomUUID().toString();
  FaultyDynamoDb faulty;
  private String tag;

  @BeforeEach
  @AfterEach
  void noFaults() {
    faulty.reset();
  }

  private static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  private static RequestSpecification patch(String type, String body) {
    return given().contentType(type).body(body);
  }

  /** Loses the first answer, and ends what is sent again. */
  private void loseWrites() {
    for (String call :
        List.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")) {
      faulty.next(1, call, Fault.disconnect());
      faulty.fail(1, call, 400, "AccessDeniedException");
    }
  }

  private Response send(String request) {
    String path = "/items/" + id;
    String append = "[{\"op\":\"add\",\"path\":\"/list/-\",\"value\":1}]";
    return switch (request) {
      case "POST" -> json("{}").post("/items");
      case "POST with key" -> json("{\"id\":\"" + id + "\"}").post("/items");
      case "POST once" -> json("{}").header("Idempotency-Key", id).post("/items");
      case "PUT" -> json("{}").put(path);
      case "PUT conditional" -> json("{}").header("If-Match", "*").put(path);
      case "PUT once" -> json("{}").header("Idempotency-Key", id).put(path);
      case "merge patch" -> patch(MERGE_PATCH, "{\"a\":1}").patch(path);
      case "JSON patch" -> patch(JSON_PATCH, append).patch(path);
      case "JSON patch of any" -> patch(JSON_PATCH, append).header("If-Match", "*").patch(path);
      case "JSON patch of one" -> patch(JSON_PATCH, append).header("If-Match", tag).patch(path);
      case "JSON patch once" -> patch(JSON_PATCH, append).header("Idempotency-Key", id).patch(path);
      case "update" -> patch(UPDATE, "{\"set\":{\"a\":1}}").patch(path);
      case "update that counts" -> patch(UPDATE, COUNT).patch(path);
      case "update of one" -> patch(UPDATE, COUNT).header("If-Match", tag).patch(path);
      case "update once" -> patch(UPDATE, COUNT).header("Idempotency-Key", id).patch(path);
      case "DELETE" -> given().delete(path);
      default -> throw new IllegalArgumentException(request);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "POST, false, another item",
    "POST with key, true, send the request again",
    "POST once, true, same Idempotency-Key",
    "PUT, true, send the request again",
    "PUT conditional, true, send the request again",
    "PUT once, true, same Idempotency-Key",
    "merge patch, true, send the request again",
    "JSON patch, false, Do not send the patch again without an entity tag",
    "JSON patch of any, false, Do not send the patch again without an entity tag",
    "JSON patch of one, true, send the request again",
    "JSON patch once, true, same Idempotency-Key",
    "update, true, send the request again",
    "update that counts, false, Do not send the patch again without an entity tag",
    "update of one, true, send the request again",
    "update once, true, same Idempotency-Key",
    "DELETE, true, send the request again",
  })
  void theProblemNamesTheItemAndSaysWhatARepeatDoes(
      String request, boolean repeatable, String says) {
    if (!request.startsWith("POST")) {
      tag = json("{\"list\":[]}").put("/items/" + id).header("ETag");
    }
    loseWrites();
    Response response = send(request);
    assertEquals(504, response.statusCode(), response.asString());
    JsonNode problem = response.as(JsonNode.class);
    assertEquals(UNKNOWN, problem.path("type").asText());
    assertEquals(repeatable ? "1" : null, response.header("Retry-After"));
    assertTrue(problem.path("detail").asText().contains(says), problem::toString);

    String key = problem.path("key").path("id").asText();
    if (request.equals("POST") || request.equals("POST once")) {
      assertEquals(7, UUID.fromString(key).version());
    } else {
      assertEquals(id, key);
    }
    assertEquals("/items/" + key, response.header("Location"));
    assertEquals("/items/" + key, problem.path("instance").asText());
    assertEquals(
        !request.equals("DELETE"), problem.path("etag").asText().matches("\"[0-9a-f-]{36}\""));
  }

  @Test
  void theEntityTagIsThatOfTheItemIfItIsWrittenAfterAll() {
    faulty.next(1, "PutItem", Fault.late(Duration.ofMillis(700)));
    Response doubt = json("{\"late\":true}").put("/items/" + id);
    assertEquals(504, doubt.statusCode());
    faulty.settle();
    given()
        .get(doubt.header("Location"))
        .then()
        .statusCode(200)
        .header("ETag", doubt.jsonPath().getString("etag"));
  }

  @Test
  void anUpdateWhoseResponseWasLostIsFoundByItsVersion() {
    json("{\"n\":1}").put("/items/" + id);
    faulty.next(1, "UpdateItem", Fault.lose());
    Response updated = patch(UPDATE, COUNT).patch("/items/" + id);
    assertEquals(200, updated.statusCode(), updated.asString());
    assertEquals(2, updated.jsonPath().getInt("n"));
    given().get("/items/" + id).then().header("ETag", updated.header("ETag"));
  }

  @Test
  void anUpdateOfOneVersionIsSentAgainAndCountsOnce() {
    String made = json("{\"n\":1}").put("/items/" + id).header("ETag");
    for (Fault fault : List.of(Fault.lose(), Fault.disconnect())) {
      tag = given().get("/items/" + id).header("ETag");
      int before = given().get("/items/" + id).jsonPath().getInt("n");
      faulty.next(1, "UpdateItem", fault);
      Response updated = send("update of one");
      assertEquals(200, updated.statusCode(), updated.asString());
      assertEquals(before + 1, updated.jsonPath().getInt("n"));
    }
    assertEquals(
        412, patch(UPDATE, COUNT).header("If-Match", made).patch("/items/" + id).statusCode());
  }

  @Test
  void aTransactionThatCountsIsNotToldToBeRepeated() {
    json("{\"n\":1}").put("/items/" + id);
    loseWrites();
    Response response =
        json("{\"operations\":[{\"method\":\"PATCH\",\"path\":\"/items/"
                + id
                + "\",\"body\":"
                + COUNT
                + "}]}")
            .post("/_transactions");
    assertEquals(504, response.statusCode(), response.asString());
    assertEquals(null, response.header("Retry-After"));
    assertTrue(response.jsonPath().getString("writes[0].etag").matches("\"[0-9a-f-]{36}\""));
  }

  @Test
  void ofAWriteWithAKeyTheRecordTellsTheOutcome() {
    faulty.next(1, "TransactWriteItems", Fault.lose());
    faulty.fail(1, "TransactWriteItems", 400, "AccessDeniedException");
    json("{}")
        .header("Idempotency-Key", id)
        .put("/items/" + id)
        .then()
        .statusCode(201)
        .header("Idempotency-Replayed", "true");
  }

  @Test
  void anOtherKeyIsNamedAsItsTypeHasIt() {
    loseWrites();
    Response response = json("{\"at\":1.5,\"sensor\":\"" + id + "\"}").post("/readings");
    assertEquals(504, response.statusCode(), response.asString());
    assertEquals("/readings/" + id + "/1.5", response.header("Location"));
    assertTrue(
        response.asString().contains("\"key\":{\"sensor\":\"" + id + "\",\"at\":1.5}"),
        response::asString);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTransactionNamesItsItems(boolean generates) {
    loseWrites();
    String create = "{\"method\":\"POST\",\"path\":\"/items\",\"body\":{%s}}";
    Response response =
        json("{\"operations\":["
                + create.formatted(generates ? "" : "\"id\":\"" + id + "new\"")
                + ",{\"method\":\"CHECK\",\"path\":\"/items/other\",\"ifNoneMatch\":\"*\"}"
                + ",{\"method\":\"DELETE\",\"path\":\"/items/"
                + id
                + "\"}]}")
            .post("/_transactions");
    assertEquals(504, response.statusCode(), response.asString());
    assertEquals(generates ? null : "1", response.header("Retry-After"));
    JsonNode writes = response.as(JsonNode.class).path("writes");
    assertEquals(2, writes.size());
    assertEquals(0, writes.path(0).path("operation").asInt());
    assertEquals(
        "/items/" + writes.path(0).path("key").path("id").asText(),
        writes.path(0).path("location").asText());
    assertTrue(writes.path(0).has("etag"));
    assertEquals(2, writes.path(1).path("operation").asInt());
    assertEquals("/items/" + id, writes.path(1).path("location").asText());
  }

  @Test
  void aTransactionThatWritesNothingIsNotInDoubt() {
    loseWrites();
    String check = "{\"method\":\"CHECK\",\"path\":\"/items/a\",\"ifNoneMatch\":\"*\"}";
    json("{\"operations\":[" + check + "]}")
        .post("/_transactions")
        .then()
        .statusCode(503)
        .header("Retry-After", "1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEntryOfABulkWriteNamesItsItem(boolean generates) {
    loseWrites();
    Response response =
        generates
            ? json("[{}]").post("/items?generate=key")
            : json("[{\"id\":\"" + id + "\"}]").post("/items");
    assertEquals(207, response.statusCode(), response.asString());
    assertEquals(generates ? null : "1", response.header("Retry-After"));
    JsonNode result = response.as(JsonNode.class).path("results").path(0);
    assertEquals(504, result.path("status").asInt());
    String path = "/items/" + result.path("problem").path("key").path("id").asText();
    assertEquals(path, result.path("location").asText());
    assertEquals(path, result.path("problem").path("instance").asText());
    assertTrue(result.path("problem").has("etag"));
    assertTrue(generates || path.endsWith(id));
  }

  /** Others were created, which a repeat would create again. */
  @Test
  void aBulkWriteThatHasCreatedItemsIsNotToldToBeRepeated() {
    faulty.leaveUnprocessed("never");
    Deadlines.leave(Duration.ofMillis(1500));
    Response response = json("[{},{\"a\":\"never\"}]").post("/items?generate=key");
    assertEquals(207, response.statusCode(), response.asString());
    assertEquals(List.of(200, 503), response.jsonPath().getList("results.status"));
    assertEquals(null, response.header("Retry-After"));
  }

  @Test
  void aBulkWriteThatHasCreatedNothingIsToldToBeRepeated() {
    faulty.leaveUnprocessed("never");
    Deadlines.leave(Duration.ofMillis(1500));
    Response response = json("[{\"a\":\"never\"}]").post("/items?generate=key");
    assertEquals(207, response.statusCode(), response.asString());
    assertEquals("1", response.header("Retry-After"));
  }

  /** What is not queued has no effect, so the outcome is known. */
  @Test
  void aJobThatCannotBeStoredIsNotAccepted() {
    loseWrites();
    json("{}")
        .header("Prefer", "respond-async")
        .post("/items")
        .then()
        .statusCode(503)
        .header("Retry-After", "1");
  }
}
