package dev.larder.bulk;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class BulkIdempotencyTest {
  String key;

  @BeforeEach
  void freshKey() {
    key = UUID.randomUUID().toString();
  }

  private Response post(String body) {
    return Bulk.request(Bulk.NDJSON, body)
        .header("Idempotency-Key", key)
        .post("/items?generate=key");
  }

  @Test
  void aRepeatAfterAPartialFailureDoesWhatIsLeftAndReplaysTheRest() {
    String run = key;
    String version = versionOf("v" + run);
    String body =
        ("{\"id\":\"a%s\",\"n\":1}\n{\"n\":2}\n{\"id\":\"c%s\",\"_version\":\"early\"}\n"
                + "{\"id\":\"v%s\",\"_version\":\""
                + version
                + "\"}\n{\"id\":5}\n")
            .replace("%s", run);
    JsonNode first = Bulk.partial(post(body));
    assertEquals(List.of("200", "200", "412", "200", "422"), Bulk.each(first, "/status"));
    assertEquals(List.of("", "", "", "", ""), Bulk.each(first, "/replayed"));

    // Another writer goes on, and makes the item that the third entry replaces.
    given().contentType(Bulk.JSON).body("{\"n\":9}").put("/items/a" + run);
    String mended = body.replace("early", versionOf("c" + run)).replace("{\"id\":5}", "{}");
    JsonNode repeat = Bulk.ok(post(mended));
    assertEquals(List.of("true", "true", "", "true", ""), Bulk.each(repeat, "/replayed"));
    assertEquals(List.of("200", "200", "200", "200", "200"), Bulk.each(repeat, "/status"));
    for (int i : new int[] {0, 1, 3}) {
      for (String member : List.of("location", "_version", "line", "entry")) {
        assertEquals(
            first.path("results").path(i).path(member),
            repeat.path("results").path(i).path(member));
      }
    }
    assertEquals(9, Bulk.item("/items/a" + run).path("n").asInt());
    assertEquals(
        List.of("true", "true", "true", "true", "true"),
        Bulk.each(Bulk.ok(post(mended)), "/replayed"));
  }

  /** Of an item that is written for it. */
  private static String versionOf(String id) {
    return given()
        .contentType(Bulk.JSON)
        .body("{}")
        .put("/items/" + id)
        .then()
        .extract()
        .path("_version");
  }

  @Test
  void anotherEntryInAPlaceThatIsTakenIsRefusedAlone() {
    Bulk.ok(post("{\"n\":1}\n{\"n\":2}"));
    JsonNode answer = Bulk.partial(post("{\"n\":1.0}\n{\"n\":3}"));
    assertEquals(List.of("200", "422"), Bulk.each(answer, "/status"));
    assertEquals("true", Bulk.each(answer, "/replayed").get(0));
    assertEquals(
        "urn:problem-type:larder:idempotency-key-reused",
        answer.at("/results/1/problem/type").asText());
  }

  @Test
  void theFormOfTheRepeatDoesNotMatter() {
    JsonNode first = Bulk.ok(post("{\"n\":1}\n{\"n\":2}"));
    JsonNode repeat =
        Bulk.ok(
            Bulk.request(Bulk.CSV, "n\n1\n2\n")
                .header("Idempotency-Key", '"' + key + '"')
                .post("/items?generate=key"));
    assertEquals(Bulk.each(first, "/location"), Bulk.each(repeat, "/location"));
    assertEquals(List.of("true", "true"), Bulk.each(repeat, "/replayed"));
  }

  @Test
  void entriesWithOneKeyAreMadeInTheirOrder() {
    String entry = "{\"id\":\"" + key + "\",\"n\":%d}\n";
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      body.append(entry.formatted(i));
    }
    JsonNode answer = Bulk.ok(post(body.toString()));
    assertEquals(20, answer.path("succeeded").asInt());
    assertEquals(19, Bulk.item("/items/" + key).path("n").asInt());
  }

  @Test
  void aRepeatedDeleteDoesNotDeleteWhatCameAfterIt() {
    String body = "[{\"id\":\"" + key + "\"}]";
    Bulk.ok(Bulk.request(Bulk.JSON, body).post("/items"));
    JsonNode first = deleted(body);
    assertEquals("", Bulk.each(first, "/replayed").get(0));
    Bulk.ok(Bulk.request(Bulk.JSON, body).post("/items"));
    JsonNode repeat = deleted(body);
    assertEquals("true", Bulk.each(repeat, "/replayed").get(0));
    assertEquals("204", Bulk.each(repeat, "/status").get(0));
    Bulk.item("/items/" + key);
  }

  private JsonNode deleted(String body) {
    return Bulk.ok(Bulk.request(Bulk.JSON, body).header("Idempotency-Key", key).delete("/items"));
  }

  @Test
  void aBulkWriteAndAWriteOfOneItemDoNotShareAKey() {
    Bulk.ok(post("{\"n\":1}"));
    given()
        .header("Idempotency-Key", key)
        .contentType(Bulk.JSON)
        .body("{\"n\":1}")
        .post("/items")
        .then()
        .statusCode(201);
    given()
        .header("Idempotency-Key", key + "/0")
        .contentType(Bulk.JSON)
        .body("{\"n\":1}")
        .post("/items")
        .then()
        .statusCode(201);
  }

  @Test
  void theLongestKeyIsTakenAndALongerOneRefusedBeforeAnythingIsWritten() {
    key = "k".repeat(255);
    Bulk.ok(post("{\"n\":1}"));
    key = "k".repeat(256);
    post("{\"id\":\"too-long-a-key\"}")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:invalid-header"));
    given().get("/items/too-long-a-key").then().statusCode(404);
  }
}
