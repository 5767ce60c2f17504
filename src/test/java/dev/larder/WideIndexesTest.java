package dev.larder;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.dev.LocalTables;
import dev.larder.table.schema.TableSchema;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Global indexes of several partition and sort key attributes, of a plain and a modelled table. */
@QuarkusTest
@QuarkusTestResource(value = WideIndexesResource.class, restrictToAnnotatedClass = true)
class WideIndexesTest {
  WideIndexes indexes;
  DynamoDbClient client;

  private void fill(String collection) {
    LocalTables.create(client, "parcels", TableSchema.parse("id:S"));
    put(collection, "a", "'tenant': 't1', 'kind': 'box', 'day': '2026-11-01', 'number': 2");
    put(collection, "b", "'tenant': 't1', 'kind': 'box', 'day': '2026-11-01', 'number': 10");
    put(collection, "c", "'tenant': 't1', 'kind': 'box', 'day': '2026-11-02', 'number': 1");
    put(collection, "d", "'tenant': 't1', 'kind': 'box', 'day': '2026-12-01', 'number': 3");
    put(collection, "e", "'tenant': 't1', 'kind': 'bag', 'day': '2026-11-01', 'number': 4");
    put(collection, "f", "'tenant': 't2', 'kind': 'box', 'day': '2026-11-01', 'number': 5");
    put(collection, "g", "'tenant': 't1', 'kind': 'box', 'day': '2026-11-01'");
  }

  private static void put(String collection, String id, String attributes) {
    given()
        .contentType("application/json")
        .body("{" + attributes.replace('\'', '"') + ", \"note\": \"" + id + "\"}")
        .put("/" + collection + "/" + id)
        .then()
        .statusCode(oneOf(200, 201));
  }

  private static ValidatableResponse get(String path) {
    return given().urlEncodingEnabled(false).get(path).then();
  }

  private static ValidatableResponse plan(String path) {
    return given()
        .urlEncodingEnabled(false)
        .header("Accept", "application/vnd.larder.plan+json")
        .get(path)
        .then()
        .statusCode(200);
  }

  @AfterEach
  void nothingIsAskedThatDynamoDbRefuses() {
    assertEquals(0, indexes.refused());
  }

  @ParameterizedTest
  @ValueSource(strings = {"items", "parcels"})
  void anIndexOfSeveralKeyAttributesIsUsed(String collection) {
    fill(collection);
    int before = indexes.queries();
    String box = "/" + collection + "?tenant=t1&kind=box";
    plan(box + "&day=2026-11-01&number[gte]=5")
        .body("operation", equalTo("Query"))
        .body("index", equalTo("byKind"))
        .body("key.attribute", contains("tenant", "kind", "day", "number"))
        .body("filter", equalTo(List.of()));
    get(box).statusCode(200).body("items.id", contains("a", "b", "c", "d"));
    get(box + "&sort=-day").body("items.id", contains("d", "c", "b", "a"));
    get(box + "&day=2026-11-01").body("items.id", contains("a", "b"));
    get(box + "&day=2026-11-01&number[gte]=5").body("items.id", contains("b"));
    get(box + "&day[prefix]=2026-11").body("items.id", contains("a", "b", "c"));
    get(box + "&day[between]=2026-11-02,2026-12-31").body("items.id", contains("c", "d"));
    assertEquals(before + 6, indexes.queries());
    // A condition after one that is no eq, and an attribute that is no key, are filters.
    get(box + "&day[gt]=2026-11-01&number=3").body("items.id", contains("d"));
    get(box + "&number=1").body("items.id", contains("c"));
    get(box + "&note=b&fields=note").body("items.note", contains("b"));
    assertEquals(before + 9, indexes.queries());
  }

  @ParameterizedTest
  @ValueSource(strings = {"items", "parcels"})
  void aListOfSuchAnIndexHasPages(String collection) {
    fill(collection);
    String path = "/" + collection + "?tenant=t1&kind=box&day[lt]=2027&limit=1";
    List<String> found = new ArrayList<>();
    String next = "";
    while (next != null) {
      ValidatableResponse page =
          get(path + (next.isEmpty() ? "" : "&cursor=" + next)).statusCode(200);
      found.addAll(page.extract().path("items.id"));
      next = page.extract().path("next");
    }
    assertEquals(List.of("a", "b", "c", "d"), found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"items", "parcels"})
  void aQueryWithoutAllOfThePartitionIsNotServed(String collection) {
    fill(collection);
    get("/" + collection + "?tenant=t1").statusCode(400);
    get("/" + collection + "?tenant=t1&kind[prefix]=b").statusCode(400);
  }
}
