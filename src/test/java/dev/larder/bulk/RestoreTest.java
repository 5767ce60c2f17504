package dev.larder.bulk;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was exported can be sent back. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class RestoreTest {
  String sensor;

  @BeforeEach
  void readings() {
    sensor = UUID.randomUUID().toString();
    String lines =
        "{\"sensor\":\"%s\",\"at\":1,\"v\":\"1\"}\n{\"sensor\":\"%s\",\"at\":2,\"w\":[1,null]}";
    Bulk.ok(Bulk.request(Bulk.NDJSON, lines.replace("%s", sensor)).post("/readings"));
  }

  private String export(String type) {
    return given().accept(type).get("/readings?sensor=" + sensor).asString();
  }

  private ObjectNode reading(int at) {
    return (ObjectNode) Bulk.item("/readings/" + sensor + "/" + at);
  }

  @ParameterizedTest
  @ValueSource(strings = {Bulk.CSV, Bulk.NDJSON})
  void anExportIsRestoredHoweverOftenAndWhateverCameAfterIt(String type) {
    String exported = export(type);
    List<ObjectNode> before = List.of(reading(1), reading(2));
    given().contentType(Bulk.JSON).body("{\"v\":9}").put("/readings/" + sensor + "/1");
    given().delete("/readings/" + sensor + "/2").then().statusCode(204);
    for (int i = 0; i < 2; i++) {
      JsonNode answer = Bulk.ok(Bulk.request(type, exported).post("/readings?restore=true"));
      for (int at = 1; at <= 2; at++) {
        ObjectNode restored = reading(at);
        assertEquals(answer.at("/results/" + (at - 1) + "/_version"), restored.path("_version"));
        assertNotEquals(before.get(at - 1).path("_version"), restored.path("_version"));
        assertEquals(
            before.get(at - 1).deepCopy().without("_version"), restored.without("_version"));
      }
    }
  }

  /** Attributes that come and go, which have no column of their own after the first page. */
  @Test
  void pagesOfAnExportAreJoinedAndRestoredWithoutLoss() {
    StringBuilder lines = new StringBuilder();
    for (int at = 3; at <= 40; at++) {
      lines.append(
          "{\"sensor\":\"%s\",\"at\":%d,\"only%d\":\"1\",\"_rest\":{\"x\":%d},\"t\":\"a,\\\"b\\n\"}\n"
              .formatted(sensor, at, at / 3, at));
    }
    Bulk.ok(Bulk.request(Bulk.NDJSON, lines.toString()).post("/readings"));
    JsonNode before = stored();

    String joined = "";
    String header = null;
    String path = "/readings?limit=7&sensor=" + sensor;
    for (int page = 1; path != null; page++) {
      Response response = given().accept(Bulk.CSV).urlEncodingEnabled(false).get(path);
      int end = response.asString().indexOf("\r\n") + 2;
      String first = response.asString().substring(0, end);
      header = header == null ? first : header;
      assertEquals(header, first, "page " + page);
      joined += response.asString().substring(end);
      String link = response.header("Link");
      path = link == null ? null : link.substring(1, link.indexOf('>'));
    }
    assertEquals("sensor,at,_version,only1,only2,t,v,w,_rest\r\n", header);

    for (int at = 1; at <= 40; at++) {
      given().delete("/readings/" + sensor + "/" + at).then().statusCode(204);
    }
    Bulk.ok(Bulk.request(Bulk.CSV, header + joined).post("/readings?restore=true"));
    assertEquals(before, stored());
  }

  private JsonNode stored() {
    return Bulk.json(given().get("/readings?sensor=" + sensor + "&fields=-_version").asString());
  }

  @Test
  void withoutTheParameterAVersionIsAPreconditionAndTheProblemNamesIt() {
    String exported = export(Bulk.CSV);
    Bulk.ok(Bulk.request(Bulk.CSV, exported).post("/readings"));
    JsonNode changed = Bulk.partial(Bulk.request(Bulk.CSV, exported).post("/readings"));
    given().delete("/readings/" + sensor + "/1");
    JsonNode gone = Bulk.partial(Bulk.request(Bulk.CSV, exported).post("/readings?restore=false"));
    for (JsonNode answer : List.of(changed, gone)) {
      assertEquals(List.of("412", "412"), Bulk.each(answer, "/status"));
      for (String detail : Bulk.each(answer, "/problem/detail")) {
        assertTrue(detail.endsWith("send them with ?restore=true."), detail);
      }
    }
    String key = "[{\"sensor\":\"" + sensor + "\",\"at\":2,\"_version\":\"other\"}]";
    JsonNode kept = Bulk.partial(Bulk.request(Bulk.JSON, key).delete("/readings"));
    assertTrue(!kept.at("/results/0/problem/detail").asText().contains("restore"));
  }

  @Test
  void typedItemsOfAPageAreRestoredWithTheirTypes() {
    String typed = "application/vnd.larder.dynamodb+json";
    String item =
        "[{\"sensor\":{\"S\":\"" + sensor + "\"},\"at\":{\"N\":\"3\"},\"s\":{\"SS\":[\"a\"]}}]";
    Bulk.ok(Bulk.request(typed, item).post("/readings"));
    String path = "/readings/" + sensor + "/3";
    String page = given().accept(typed).get("/readings?sensor=" + sensor).asString();
    given().contentType(Bulk.JSON).body("{}").put(path);
    Bulk.ok(
        Bulk.request(typed, Bulk.json(page).path("items").toString())
            .post("/readings?restore=true"));
    JsonNode restored = Bulk.json(given().accept(typed).get(path).asString());
    assertEquals("a", restored.at("/s/SS/0").asText());
  }

  @Test
  void oneItemIsNotRestored() {
    given()
        .contentType(Bulk.JSON)
        .body("{\"a\":1}")
        .post("/items?restore=true")
        .then()
        .statusCode(400);
    given().delete("/items?restore=true").then().statusCode(400);
  }
}
