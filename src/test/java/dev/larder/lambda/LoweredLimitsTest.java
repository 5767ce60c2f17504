package dev.larder.lambda;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.DynamoDbResource;
import dev.larder.TestDynamoDb;
import dev.larder.event.RequestRefusedException;
import dev.larder.event.Samples;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Limits that are lower than the default: at each a request is taken, and above it refused. */
@QuarkusTest
@TestProfile(LoweredLimitsTest.Lowered.class)
@WithTestResource(DynamoDbResource.class)
public class LoweredLimitsTest {
  private static final int BODY_SIZE = 2000;
  private static final String JSON = "application/json";
  private static final String JSON_PATCH = "application/json-patch+json";

  DynamoDbClient dynamoDb;

  @Inject RequestStreamHandler function;

  public static class Lowered implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "larder.limits.body-size",
          String.valueOf(BODY_SIZE),
          "larder.limits.depth",
          "3",
          "larder.limits.entries",
          "3",
          "larder.limits.operators",
          "2",
          "larder.limits.operations",
          "2",
          "larder.limits.page-size",
          "5",
          "larder.limits.batch-size",
          "4");
    }
  }

  private static RequestSpecification body(String type, String body) {
    return given()
        .urlEncodingEnabled(false)
        .header("Content-Type", type)
        .body(body.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertExceeded(ValidatableResponse answer, String name, int limit) {
    answer
        .statusCode(422)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:problem-type:larder:limit-exceeded"))
        .body("limit", equalTo(limit), "setting", equalTo("larder.limits." + name));
  }

  private static void assertAbsent(String... paths) {
    for (String path : paths) {
      given().get(path).then().statusCode(404);
    }
  }

  /** An item of so many bytes, as the UTF-8 of non-ASCII text has them. */
  private static String item(int bytes) {
    int rest = bytes - "{'a':''}".length();
    return "{\"a\":\"" + "ä".repeat(rest / 2) + "x".repeat(rest % 2) + "\"}";
  }

  private String invoke(Object event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)),
        answer,
        new FixedContext("r", 1024, 60_000));
    return answer.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBodyThatAGatewayBringsHasSoManyBytesDecoded(boolean base64) throws IOException {
    for (int more = 0; more <= 3; more++) {
      String path = "/items/gateway-" + base64 + more;
      HttpEvent put = HttpEvent.of("PUT", path);
      String body = item(BODY_SIZE + more);
      JsonNode answer = Direct.read(invoke(base64 ? put.base64Json(body) : put.json(body)));
      if (more == 0) {
        assertEquals(201, answer.path("statusCode").asInt(), answer.toString());
        continue;
      }
      assertEquals(413, answer.path("statusCode").asInt(), answer.toString());
      JsonNode problem = Direct.read(answer.path("body").asText());
      assertEquals("urn:problem-type:larder:content-too-large", problem.path("type").asText());
      assertEquals(BODY_SIZE, problem.path("limit").asInt());
      assertEquals("larder.limits.body-size", problem.path("setting").asText());
      assertEquals(path, problem.path("instance").asText());
      assertTrue(
          problem
              .path("detail")
              .asText()
              .startsWith("The body has " + (BODY_SIZE + more) + " bytes"),
          problem.toString());
      assertAbsent(path);
    }
  }

  @Test
  void pagesOfOtherOriginsMaySeeThatABodyIsTooLarge() {
    body(JSON, item(BODY_SIZE + 1))
        .header("Origin", "https://example.com")
        .put("/items/origin")
        .then()
        .statusCode(413)
        .header("Access-Control-Allow-Origin", "https://example.com");
  }

  @Test
  void aBodyThatIsTooLargeIsNoJob() {
    int before = systemRecords();
    body(JSON, item(BODY_SIZE + 1))
        .header("Prefer", "respond-async")
        .put("/items/async")
        .then()
        .statusCode(413);
    assertEquals(before, systemRecords());
  }

  private int systemRecords() {
    return dynamoDb.scan(scan -> scan.tableName(TestDynamoDb.SYSTEM_TABLE)).count();
  }

  @Test
  void aBodyThatIsTooLargeIsNotParsed() {
    body(JSON, "{".repeat(BODY_SIZE + 1)).post("/items").then().statusCode(413);
    body(JSON, "{".repeat(BODY_SIZE)).post("/items").then().statusCode(400);
  }

  @Test
  void aDirectInvocationHasTheSameLimits() throws IOException {
    Direct put = Direct.of("PUT", "/items/direct");
    RequestRefusedException e =
        assertThrows(RequestRefusedException.class, () -> invoke(put.body(item(BODY_SIZE + 1))));
    assertEquals(413, Direct.read(e.getMessage()).path("status").asInt());
    e = assertThrows(RequestRefusedException.class, () -> invoke(put.body("{\"a\":{\"b\":[[]]}}")));
    assertEquals("larder.limits.depth", Direct.read(e.getMessage()).path("setting").asText());
    assertAbsent("/items/direct");
    invoke(put.body(item(BODY_SIZE)));
    given().get("/items/direct").then().statusCode(200);
  }

  @Test
  void aMessageThatIsTooLargeFailsAlone() throws IOException {
    String put = "{\"method\":\"PUT\",\"path\":\"/items/%s\",\"body\":%s}";
    String event =
        Samples.event(
            List.of(
                Samples.message("1", put.formatted("sqs-1", item(BODY_SIZE))),
                Samples.message("2", put.formatted("sqs-2", item(BODY_SIZE + 1)))));
    assertEquals(List.of("2"), Samples.failures(invoke(event).getBytes(StandardCharsets.UTF_8)));
    assertAbsent("/items/sqs-2");
  }

  @Test
  void anItemHasSoManyLevels() {
    String most = "{\"a\":{\"b\":[]}}";
    String more = "{\"a\":{\"b\":[{}]}}";
    body(JSON, most).put("/items/deep").then().statusCode(201);
    body("application/vnd.larder.dynamodb+json", "{\"a\":{\"M\":{\"b\":{\"L\":[]}}}}")
        .put("/items/deep")
        .then()
        .statusCode(200);
    ValidatableResponse answer = body(JSON, more).put("/items/deeper").then();
    assertExceeded(answer, "depth", 3);
    answer.body("pointer", equalTo("/a/b/0"), "detail", containsString("the limit of 3 levels"));
    assertExceeded(
        body(JSON, "{\"id\":\"deeper\",\"a\":[[[]]]}").post("/items").then(), "depth", 3);
    assertExceeded(body(JSON, "{\"id\":[[[]]]}").post("/").then(), "depth", 3);
    assertAbsent("/items/deeper");
    assertExceeded(
        body("application/merge-patch+json", more).patch("/items/deep").then(), "depth", 3);
    String add = "[{\"op\":\"add\",\"path\":\"/c\",\"value\":%s}]";
    assertExceeded(
        body(JSON_PATCH, add.formatted("[[[[]]]]")).patch("/items/deep").then(), "depth", 3);
    given().get("/items/deep").then().body("a.b", hasSize(0), "c", equalTo(null));
    body(JSON_PATCH, add.formatted("[[[]]]")).patch("/items/deep").then().statusCode(200);
    body(JSON, "[{\"id\":\"many\"},{\"id\":\"deeper\",\"a\":[[[]]]}]")
        .post("/items")
        .then()
        .statusCode(207)
        .body("succeeded", equalTo(1))
        .body("results[1].status", equalTo(422))
        .body("results[1].problem.setting", equalTo("larder.limits.depth"));
    String put = "{\"method\":\"PUT\",\"path\":\"/items/deeper\",\"body\":" + more + "}";
    ValidatableResponse transaction =
        body(JSON, "{\"operations\":[" + put + "]}").post("/_transactions").then();
    assertExceeded(transaction, "depth", 3);
    transaction.body("operation", equalTo(0));
    assertAbsent("/items/deeper");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "application/json|[{\"id\":\"j1\"},{\"id\":\"j2\"},{\"id\":\"j3\"}%s]|,{\"id\":\"j4\"}|j",
        "application/x-ndjson|{\"id\":\"n1\"}%n{\"id\":\"n2\"}%n{\"id\":\"n3\"}%n%s|{\"id\":\"n4\"}|n",
        "text/csv; charset=utf-8|id%nc1%nc2%nc3%n%s|c4|c"
      })
  void aBulkRequestHasSoManyEntries(String type, String entries, String more, String prefix) {
    for (String method : List.of("POST", "DELETE")) {
      if (method.equals("DELETE")) {
        body(JSON, "[{\"id\":\"" + prefix + "1\"}]").post("/items").then().statusCode(200);
      }
      ValidatableResponse answer =
          body(type, entries.formatted(more)).request(method, "/items").then();
      assertExceeded(answer, "entries", 3);
      answer.body("detail", containsString("has 4 entries"));
      int there = method.equals("DELETE") ? 200 : 404;
      given().get("/items/" + prefix + "1").then().statusCode(there);
      body(type, entries.formatted(""))
          .request(method, "/items")
          .then()
          .statusCode(200)
          .body("succeeded", equalTo(3));
    }
  }

  @Test
  void aQueryHasSoManyConditions() {
    given().urlEncodingEnabled(false).get("/readings?sensor=a&x=1").then().statusCode(200);
    ValidatableResponse answer =
        given().urlEncodingEnabled(false).get("/readings?sensor=a&x=1&x=2").then();
    assertExceeded(answer, "operators", 2);
    answer.body("detail", containsString("3 conditions"));
    String check = "{\"method\":\"CHECK\",\"path\":\"/items/none\",\"if\":\"%s\"}";
    assertExceeded(
        transact(check.formatted("a=1&b=2&c=3")).body("operation", equalTo(0)), "operators", 2);
    transact(check.formatted("a=1&b=2")).statusCode(409);
  }

  private static ValidatableResponse transact(String operations) {
    return body(JSON, "{\"operations\":[" + operations + "]}").post("/_transactions").then();
  }

  @Test
  void aPatchHasSoManyOperations() {
    body(JSON, "{}").put("/items/patched").then();
    String add = "{\"op\":\"add\",\"path\":\"/a\",\"value\":1}";
    ValidatableResponse answer =
        body(JSON_PATCH, "[" + (add + ",").repeat(2) + add + "]").patch("/items/patched").then();
    assertExceeded(answer, "operations", 2);
    given().get("/items/patched").then().body("a", equalTo(null));
    body(JSON_PATCH, "[" + add + "," + add + "]")
        .patch("/items/patched")
        .then()
        .statusCode(200)
        .body("a", equalTo(1));
  }

  @Test
  void aPageHasSoManyItems() {
    body(JSON, "{}").put("/readings/page/1").then();
    for (int at = 2; at <= 6; at++) {
      body(JSON, "{}").put("/readings/page/" + at).then();
    }
    assertExceeded(given().get("/readings?limit=6").then(), "page-size", 5);
    given().get("/readings?limit=5").then().statusCode(200).body("items", hasSize(5));
    given().get("/readings").then().statusCode(200).body("items", hasSize(5));
    given().get("/readings?limit=-1").then().statusCode(400);
  }

  @Test
  void aBatchHasSoManyKeysAndOperations() {
    given().urlEncodingEnabled(false).get("/items?id[in]=a,b,c,d").then().statusCode(200);
    ValidatableResponse keys =
        given().urlEncodingEnabled(false).get("/items?id[in]=a,b,c,d,e").then();
    assertExceeded(keys, "batch-size", 4);
    keys.body("parameter", equalTo("id[in]"));
    assertExceeded(
        given().urlEncodingEnabled(false).get("/movies?year[in]=1,2&title[in]=a,b,c").then(),
        "batch-size",
        4);
    assertExceeded(transact(deletes(5)), "batch-size", 4);
    transact(deletes(4)).statusCode(200);
    // The record of the key is beside the four, of a hundred that DynamoDB takes.
    body(JSON, "{\"operations\":[" + deletes(4) + "]}")
        .header("Idempotency-Key", "four")
        .post("/_transactions")
        .then()
        .statusCode(200);
  }

  private static String deletes(int count) {
    StringBuilder deletes = new StringBuilder();
    for (int at = 0; at < count; at++) {
      deletes
          .append(at == 0 ? "" : ",")
          .append("{\"method\":\"DELETE\",\"path\":\"/items/d" + at + "\"}");
    }
    return deletes.toString();
  }
}
