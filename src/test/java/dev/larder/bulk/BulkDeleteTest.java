package dev.larder.bulk;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class BulkDeleteTest {
  String run;

  @BeforeEach
  void freshRun() {
    run = UUID.randomUUID().toString();
  }

  private JsonNode write(int films) {
    return Bulk.ok(
        Bulk.request(
                Bulk.NDJSON,
                IntStream.range(0, films)
                    .mapToObj(i -> "{\"year\":" + i + ",\"title\":\"" + run + "\",\"a\":1}")
                    .collect(Collectors.joining("\n")))
            .post("/films"));
  }

  private void assertStatus(int film, int status) {
    given().get("/films/" + film + "/" + run).then().statusCode(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|[{\"year\":0,\"title\":\"%s\"},{\"year\":1.0,\"title\":\"%s\"}]",
        "application/vnd.larder.dynamodb+json"
            + "|[{\"year\":{\"N\":\"0\"},\"title\":{\"S\":\"%s\"}},"
            + "{\"year\":{\"N\":\"1\"},\"title\":{\"S\":\"%s\"}}]",
        "application/x-ndjson|'{\"year\":0,\"title\":\"%s\"}\n{\"year\":1,\"title\":\"%s\"}\n'",
        "text/csv|'title,year\n%s,0\n%s,1\n'"
      })
  void theItemsOfTheKeysAreDeletedAndNoOthers(String type, String body) {
    write(3);
    JsonNode answer = Bulk.ok(Bulk.request(type, body.replace("%s", run)).delete("/films"));
    assertEquals(2, answer.path("succeeded").asInt());
    assertEquals(List.of("204", "204"), Bulk.each(answer, "/status"));
    assertEquals("/films/0/" + run, answer.at("/results/0/location").asText());
    assertTrue(answer.at("/results/0/_version").isMissingNode());
    assertStatus(0, 404);
    assertStatus(1, 404);
    assertStatus(2, 200);
    Bulk.ok(Bulk.request(type, body.replace("%s", run)).delete("/films"));
  }

  @Test
  void manyAreDeleted() {
    JsonNode written = write(130);
    String body =
        IntStream.range(0, 130)
            .mapToObj(i -> "{\"year\":" + i + ",\"title\":\"" + run + "\"}")
            .collect(Collectors.joining("\n"));
    assertEquals(130, written.path("succeeded").asInt());
    assertEquals(
        130, Bulk.ok(Bulk.request(Bulk.NDJSON, body).delete("/films")).path("succeeded").asInt());
    for (int i = 0; i < 130; i++) {
      assertStatus(i, 404);
    }
  }

  @Test
  void aVersionInAnEntryIsTheOneThatGoes() {
    JsonNode written = write(2);
    String entry = "{\"year\":%d,\"title\":\"" + run + "\",\"_version\":\"%s\"}";
    JsonNode answer =
        Bulk.partial(
            Bulk.request(
                    Bulk.NDJSON,
                    entry.formatted(0, written.at("/results/0/_version").asText())
                        + "\n"
                        + entry.formatted(1, "another"))
                .delete("/films"));
    assertEquals(List.of("204", "412"), Bulk.each(answer, "/status"));
    assertEquals(
        '"' + written.at("/results/1/_version").asText() + '"',
        answer.at("/results/1/problem/current").asText());
    assertStatus(0, 404);
    assertStatus(1, 200);
  }

  @Test
  void anEntryThatIsMoreOrLessThanAKeyIsRefused() {
    write(2);
    JsonNode answer =
        Bulk.partial(
            Bulk.request(
                    Bulk.NDJSON,
                    ("{\"year\":0,\"title\":\"%s\",\"a/b\":1}\n{\"year\":1}\n{\"title\":\"%s\"}\n"
                            + "{\"year\":\"0\",\"title\":\"%s\"}\n"
                            + "{\"year\":1,\"title\":\"%s\",\"_version\":null}")
                        .replace("%s", run))
                .delete("/films"));
    assertEquals(List.of("422", "422", "422", "422", "422"), Bulk.each(answer, "/status"));
    assertEquals(
        List.of("/a~1b", "/title", "/year", "/year", "/_version"),
        Bulk.each(answer, "/problem/pointer"));
    assertTrue(answer.at("/results/0/problem/detail").asText().contains("year (N), title (S)"));
    assertStatus(0, 200);
    assertStatus(1, 200);
  }

  @Test
  void aWriteAndADeleteOfOneKeyCannotBeMixedUp() {
    String key = "{\"id\":\"" + run + "\"}";
    Bulk.ok(Bulk.request(Bulk.JSON, "[" + key + "," + key + "]").post("/items"));
    Bulk.ok(Bulk.request(Bulk.JSON, "[" + key + "," + key + "]").delete("/items"));
    given().get("/items/" + run).then().statusCode(404);
  }

  @Test
  void aCollectionIsNeverDeletedForWantOfABody() {
    write(1);
    for (String type : List.of(Bulk.JSON, Bulk.NDJSON, Bulk.CSV)) {
      for (String body : List.of("", " \r\n")) {
        Bulk.request(type, body)
            .delete("/films")
            .then()
            .statusCode(400)
            .body("type", equalTo("urn:problem-type:larder:malformed-json"))
            .body("detail", containsString("Send the keys of the items to delete"));
      }
    }
    given().delete("/films").then().statusCode(400);
    Bulk.request(Bulk.JSON, "{\"year\":0,\"title\":\"" + run + "\"}")
        .delete("/films")
        .then()
        .statusCode(400)
        .body("detail", containsString("is not a JSON array"));
    assertStatus(0, 200);
  }

  @Test
  void resultsOfKeysThatAreGoneCanBeLeftOut() {
    write(1);
    Bulk.request(Bulk.JSON, "[{\"year\":0,\"title\":\"" + run + "\"}]")
        .header("Prefer", "return=minimal")
        .delete("/films")
        .then()
        .statusCode(200)
        .header("Preference-Applied", "return=minimal")
        .body(equalTo("{\"succeeded\":1,\"failed\":0,\"results\":[]}"));
  }
}
