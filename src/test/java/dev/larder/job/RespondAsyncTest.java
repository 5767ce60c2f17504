package dev.larder.job;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The whole way of a job: accepted, waited for, and its result fetched. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class RespondAsyncTest {
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String OWN = "\"(_version|requestId)\":\"[^\"]*\"";

  private final String run = UUID.randomUUID().toString();
  DynamoDbClient dynamoDb;

  private static RequestSpecification request(String type, String body) {
    return given().header("Content-Type", type).body(body.getBytes(StandardCharsets.UTF_8));
  }

  /** What differs between two writes of the same is left out. */
  private static void assertSame(Response synchronous, Response result) {
    assertEquals(synchronous.statusCode(), result.statusCode(), result.asString());
    assertEquals(synchronous.asString().replaceAll(OWN, ""), result.asString().replaceAll(OWN, ""));
    assertEquals(names(synchronous), names(result));
    assertEquals(synchronous.contentType(), result.contentType());
    assertEquals(synchronous.header("Location"), result.header("Location"));
    assertEquals(Async.applied(synchronous), Async.applied(result));
    assertEquals("no-store", result.header("Cache-Control"));
  }

  private static List<String> names(Response response) {
    return response.headers().asList().stream()
        .map(header -> header.getName().toLowerCase(java.util.Locale.ROOT))
        .filter(name -> !name.equals("cache-control"))
        .distinct()
        .sorted()
        .toList();
  }

  @Test
  void aPutIsDoneAfterItsAnswer() {
    String path = "/items/" + run;
    Response accepted = Async.request(JSON, "{\"a\":1}").put(path);
    String job = Async.job(accepted);
    accepted
        .then()
        .contentType(JSON)
        .body("state", equalTo("queued"))
        .body("method", equalTo("PUT"))
        .body("path", equalTo(path))
        .body("created", matchesPattern("20..-..-..T.*Z"))
        .body("attempts", equalTo(0));
    Response created = Async.result(accepted);
    Async.state(job)
        .then()
        .statusCode(303)
        .header("Location", job + "/result")
        .header("Retry-After", nullValue())
        .header("Cache-Control", "no-store")
        .body("state", equalTo("done"))
        .body("attempts", equalTo(1));
    given().get(path).then().statusCode(200).header("ETag", created.header("ETag"));
    Response synchronous = request(JSON, "{\"a\":1}").put("/items/" + run + "b");
    assertEquals(201, synchronous.statusCode());
    assertEquals(201, created.statusCode());
    assertSame(
        request(JSON, "{\"a\":2}").put(path),
        Async.result(Async.request(JSON, "{\"a\":2}").put(path)));
    given().redirects().follow(false).head(job).then().statusCode(303).body(emptyOrNullString());
    given().head(job + "/result").then().statusCode(201).body(emptyOrNullString());
    given().options(job).then().statusCode(204);
    given().post(job).then().statusCode(405);
    given().delete(job + "/result").then().statusCode(405);
    given().get(job + "?a=1").then().statusCode(400);
    given().get(job + "/result?a=1").then().statusCode(400);
  }

  @Test
  void aPostCreatesOneItem() {
    Response created = Async.result(Async.request(JSON, "{\"run\":1}").post("/items"));
    assertEquals(201, created.statusCode());
    given().get(created.header("Location")).then().statusCode(200).body("run", equalTo(1));
  }

  @Test
  void aPatchAndADeleteAreDoneUnderTheirConditions() {
    String path = "/items/" + run;
    String tag = request(JSON, "{\"a\":1}").put(path).header("ETag");
    String patch = "application/merge-patch+json";
    Response patched =
        Async.result(Async.request(patch, "{\"b\":2}").header("If-Match", tag).patch(path));
    assertEquals(200, patched.statusCode(), patched.asString());
    assertEquals(2, patched.jsonPath().getInt("b"));
    Response refused =
        Async.result(Async.request(patch, "{\"b\":3}").header("If-Match", tag).patch(path));
    assertEquals(412, refused.statusCode());
    assertSame(request(patch, "{\"b\":3}").header("If-Match", tag).patch(path), refused);
    Response deleted = Async.result(Async.request().header("If-Match", "*").delete(path));
    assertEquals(204, deleted.statusCode());
    given().get(path).then().statusCode(404);
    Response accept =
        Async.result(
            Async.request(JSON, "{\"a\":1}")
                .header("Accept", "application/vnd.larder.dynamodb+json")
                .put(path));
    assertEquals("1", accept.jsonPath().getString("a.N"), accept.asString());
  }

  @Test
  void theOtherConditionsAndTheQueryCountToo() {
    String path = "/items/" + run;
    request(JSON, "{}").put(path);
    Map.of("If-None-Match", "*", "If-Unmodified-Since", "Mon, 01 Jan 2001 00:00:00 GMT")
        .forEach(
            (name, value) -> {
              Response refused =
                  Async.result(Async.request(JSON, "{}").header(name, value).put(path));
              assertEquals(412, refused.statusCode(), name);
            });
    Async.result(Async.request(JSON, "{}").put(path + "?a=1"))
        .then()
        .statusCode(400)
        .body("parameter", equalTo("a"));
  }

  @Test
  void aTransactionIsDoneAfterItsAnswer() {
    String body =
        "{\"operations\":[{\"method\":\"PUT\",\"path\":\"/items/" + run + "\",\"body\":{}}]}";
    Response result = Async.result(Async.request(JSON, body).post("/_transactions"));
    assertEquals(200, result.statusCode(), result.asString());
    given().get("/items/" + run).then().statusCode(200);
  }

  @Test
  void aBulkWriteOfThousandsHasAResultForEach() {
    String entries =
        IntStream.range(0, 2000)
            .mapToObj(at -> "{\"sensor\":\"" + run + "\",\"at\":" + at + "}")
            .collect(Collectors.joining("\n"));
    Response result = Async.result(Async.request(NDJSON, entries).post("/readings"));
    assertEquals(200, result.statusCode(), result.asString());
    assertEquals(2000, result.jsonPath().getInt("succeeded"));
    assertEquals(2000, result.jsonPath().getList("results").size());
    assertSame(request(NDJSON, entries).post("/readings"), result);
    Response deleted =
        Async.result(
            Async.request(NDJSON, entries).header("Prefer", "return=minimal").delete("/readings"));
    assertEquals(2000, deleted.jsonPath().getInt("succeeded"));
    assertEquals("return=minimal", deleted.header("Preference-Applied"));
    given().get("/readings?sensor=" + run).then().body("items.size()", equalTo(0));
  }

  @Test
  void whatIsWrongWithTheRequestItselfIsItsResult() {
    assertEquals(404, Async.result(Async.request(JSON, "{}").put("/nope/a")).statusCode());
    Response malformed = Async.result(Async.request(JSON, "{").put("/items/" + run));
    malformed
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:problem-type:larder:malformed-json"))
        .body("instance", equalTo("/items/" + run));
    Response partial =
        Async.result(Async.request(NDJSON, "{\"id\":\"" + run + "\"}\n5").post("/items"));
    partial.then().statusCode(207).header("Retry-After", nullValue()).body("failed", equalTo(1));
  }

  @Test
  void parametersOfABulkWriteAreThoseOfItsJob() {
    String entries = "{\"id\":\"" + run + "\",\"_version\":\"early\"}\n{\"a\":1}\n";
    Response result =
        Async.result(Async.request(NDJSON, entries).post("/items?restore=true&generate=key"));
    assertEquals(2, result.jsonPath().getInt("succeeded"), result.asString());
    given().get("/items/" + run).then().statusCode(200);
    String csv = "text/csv; charset=utf-8; delimiter=\";\"";
    Response rows = Async.result(Async.request(csv, "id;a\nr" + run + ";1\n").post("/items"));
    assertEquals(200, rows.statusCode(), rows.asString());
    for (String body : List.of("ID;a\n" + run + ";1\n", "id;a\n")) {
      assertEquals(400, Async.result(Async.request(csv, body).post("/items")).statusCode(), body);
    }
  }

  @Test
  void whatNoResourceTakesIsRefusedAtOnce() {
    Async.request(JSON, "{}").put("/items").then().statusCode(405);
    Async.request(JSON, "{}").put("/a/b/c/d").then().statusCode(404);
    Async.request("text/plain", "{}").put("/items/" + run).then().statusCode(415);
    Async.request("text/plain", "{}").post("/_transactions").then().statusCode(415);
    Async.request(JSON, "{}")
        .header("Accept", "text/plain")
        .put("/items/" + run)
        .then()
        .statusCode(406);
    Async.request(JSON, "{}")
        .header("Idempotency-Key", "")
        .put("/items/" + run)
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:invalid-header"));
  }

  @Test
  void readsAreAnsweredAtOnce() {
    request(JSON, "{}").put("/items/" + run);
    Async.request().get("/items/" + run).then().statusCode(200);
    Async.request(JSON, "{\"id\":\"" + run + "\"}").post("/").then().statusCode(200);
    Async.request().options("/items/" + run).then().statusCode(204);
  }

  @Test
  void strictHandlingTakesItAndAllThatAppliesIsNamed() {
    Response accepted =
        request(JSON, "{}")
            .header("Prefer", "handling=strict, Respond-Async; foo=1, return=minimal")
            .put("/items/" + run);
    assertEquals("respond-async, handling=strict, return=minimal", Async.applied(accepted));
    Response result = Async.result(accepted);
    result.then().statusCode(201).body(emptyOrNullString());
    assertEquals("handling=strict, return=minimal", Async.applied(result));
    request(JSON, "{}")
        .header("Prefer", "handling=strict, respond-async, wait=10")
        .put("/items/" + run)
        .then()
        .statusCode(400)
        .body("detail", containsString("wait=10"));
    Async.result(
            request(JSON, "{}").header("Prefer", "respond-async, wait=10").put("/items/" + run))
        .then()
        .statusCode(200)
        .header("Preference-Applied", nullValue());
  }

  @Test
  void theSameKeyIsTheSameJob() {
    RequestSpecification request = Async.request(JSON, "{\"a\":1}").header("Idempotency-Key", run);
    Response first = request.post("/items");
    Response created = Async.result(first);
    assertEquals(201, created.statusCode());
    Response repeat = request.post("/items");
    assertEquals(Async.job(first), Async.job(repeat));
    assertEquals("done", repeat.jsonPath().getString("state"));
    Async.state(Async.job(first)).then().statusCode(303).body("attempts", equalTo(1));

    Async.request(JSON, "{\"a\":2}")
        .header("Idempotency-Key", run)
        .post("/items")
        .then()
        .statusCode(422)
        .body("type", equalTo("urn:problem-type:larder:idempotency-key-reused"));
    assertNotEquals(
        Async.job(first),
        Async.job(Async.request(JSON, "{}").header("Idempotency-Key", run).put("/items/" + run)));
    assertNotEquals(
        Async.job(Async.request().header("Idempotency-Key", run).delete("/items/" + run)),
        Async.job(Async.request(JSON, "{}").header("Idempotency-Key", run).put("/items/" + run)));

    request(JSON, "{\"a\":1}")
        .header("Idempotency-Key", run)
        .post("/items")
        .then()
        .statusCode(201)
        .header("Idempotency-Replayed", "true")
        .header("Location", created.header("Location"));
  }

  @Test
  void aPathIsTheSameHoweverItIsEncoded() {
    RequestSpecification request =
        Async.request(JSON, "{}").header("Idempotency-Key", run).urlEncodingEnabled(false);
    assertEquals(
        Async.job(request.put("/items/%61" + run)), Async.job(request.put("/items/a" + run)));
  }

  @Test
  void whatDoesNotFitIntoAnEventIsDoneAtOnce() {
    Random random = new Random(1);
    String entries =
        IntStream.range(0, 2000)
            .mapToObj(
                at ->
                    "{\"sensor\":\""
                        + run
                        + "\",\"at\":"
                        + at
                        + ",\"noise\":\""
                        + random
                            .ints(600, ' ', '~')
                            .filter(c -> c != '"' && c != '\\')
                            .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        + "\"}")
            .collect(Collectors.joining("\n"));
    Async.request(NDJSON, entries)
        .header("Prefer", "return=minimal")
        .post("/readings")
        .then()
        .statusCode(200)
        .header("Preference-Applied", "return=minimal")
        .body("succeeded", equalTo(2000));
    assertTrue(jobs().stream().noneMatch(path -> path.contains(run)));
  }

  private List<String> jobs() {
    return dynamoDb
        .scanPaginator(scan -> scan.tableName(dev.larder.TestDynamoDb.SYSTEM_TABLE))
        .items()
        .stream()
        .filter(item -> item.get("id").s().startsWith("job/"))
        .map(item -> item.get("path").s())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "00000000-0000-7000-8000-000000000000",
        "%00",
        "00000000-0000-7000-8000-00000000000%2F",
        "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
      })
  void jobsThatAreNotKnownAreNotFound(String id) {
    for (String path : List.of("/_jobs/" + id, "/_jobs/" + id + "/result")) {
      given()
          .urlEncodingEnabled(false)
          .get(path)
          .then()
          .statusCode(404)
          .body("type", equalTo("urn:problem-type:larder:job-not-found"));
    }
  }
}
