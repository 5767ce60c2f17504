package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class PatchOnItemsTest {
  DynamoDbClient dynamoDb;
  String tag;

  @BeforeEach
  void anItem() {
    tag =
        given()
            .contentType("application/json")
            .body("{\"a\":1,\"list\":[1,2],\"map\":{\"x\":1,\"y\":2}}")
            .put("/items/patched")
            .header("ETag");
  }

  private static RequestSpecification merge(String body) {
    return given().contentType("application/merge-patch+json").body(body);
  }

  private static RequestSpecification patch(String body) {
    return given().contentType("application/json-patch+json").body(body);
  }

  @Test
  void aMergePatchChangesWhatItNames() {
    Response patched = merge("{\"a\":2,\"map\":{\"x\":null},\"new\":true}").patch("/items/patched");
    patched
        .then()
        .statusCode(200)
        .header("ETag", not(equalTo(tag)))
        .body("a", equalTo(2), "map", equalTo(Map.of("y", 2)), "new", equalTo(true));
    Response read = given().get("/items/patched");
    assertEquals(patched.header("ETag"), read.header("ETag"));
    assertEquals(patched.jsonPath().getMap(""), read.jsonPath().getMap(""));
  }

  @Test
  void aJsonPatchDoesAllOfItsOperationsOrNone() {
    patch(
            "[{\"op\":\"test\",\"path\":\"/a\",\"value\":1.0},"
                + "{\"op\":\"add\",\"path\":\"/list/-\",\"value\":3},"
                + "{\"op\":\"remove\",\"path\":\"/map/x\"}]")
        .patch("/items/patched")
        .then()
        .statusCode(200)
        .body("list", equalTo(List.of(1, 2, 3)), "map", equalTo(Map.of("y", 2)));
    patch(
            "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":9},"
                + "{\"op\":\"test\",\"path\":\"/a\",\"value\":1}]")
        .patch("/items/patched")
        .then()
        .statusCode(409)
        .body("type", equalTo("urn:problem-type:larder:patch-conflict"));
    given().get("/items/patched").then().body("a", equalTo(1));
  }

  @Test
  void aPatchThatChangesNothingWritesNothing() {
    merge("{\"a\":1.0,\"map\":{\"z\":null}}")
        .patch("/items/patched")
        .then()
        .statusCode(200)
        .header("ETag", tag);
    patch("[]").patch("/items/patched").then().statusCode(200).header("ETag", tag);
    given().get("/items/patched").then().header("ETag", tag);
  }

  @Test
  void whatAPatchDoesNotTouchKeepsItsType() {
    dynamoDb.putItem(
        put ->
            put.tableName("items")
                .item(
                    Map.of(
                        "id", AttributeValue.fromS("typed patch"),
                        "tags", AttributeValue.fromSs(List.of("x")),
                        "more", AttributeValue.fromSs(List.of("y")))));
    patch("[{\"op\":\"add\",\"path\":\"/more/-\",\"value\":\"z\"}]")
        .patch("/items/typed%20patch".replace("%20", " "))
        .then()
        .statusCode(200);
    Map<String, AttributeValue> stored =
        dynamoDb
            .getItem(
                get ->
                    get.tableName("items").key(Map.of("id", AttributeValue.fromS("typed patch"))))
            .item();
    assertEquals(List.of("x"), stored.get("tags").ss());
    assertEquals(List.of("y", "z"), stored.get("more").ss().stream().sorted().toList());
  }

  @Test
  void keyAndVersionCannotBePatchedAway() {
    merge("{\"id\":null}").patch("/items/patched").then().statusCode(422);
    merge("{\"id\":\"other\"}")
        .patch("/items/patched")
        .then()
        .statusCode(422)
        .body("type", equalTo("urn:problem-type:larder:key-mismatch"));
    merge("{\"_version\":null}").patch("/items/patched").then().statusCode(422);
    merge("{\"_version\":\"other\",\"a\":5}")
        .patch("/items/patched")
        .then()
        .statusCode(412)
        .header("ETag", tag);
    merge("{\"_version\":" + tag + ",\"a\":5}").patch("/items/patched").then().statusCode(200);
    patch("[{\"op\":\"remove\",\"path\":\"/id\"}]").patch("/items/patched").then().statusCode(422);
    given().get("/items/patched").then().body("a", equalTo(5), "id", equalTo("patched"));
  }

  @ParameterizedTest
  @CsvSource({
    "If-Match, TAG, 200",
    "If-Match, *, 200",
    "If-Match, '\"x\"', 412",
    "If-None-Match, TAG, 412",
    "If-None-Match, '\"x\"', 200",
    "If-Unmodified-Since, 'Sun, 06 Nov 1994 08:49:37 GMT', 412"
  })
  void preconditionsCount(String field, String value, int expected) {
    Response patched =
        merge("{\"a\":2}").header(field, value.replace("TAG", tag)).patch("/items/patched");
    assertEquals(expected, patched.statusCode(), patched.asString());
    given().get("/items/patched").then().body("a", equalTo(expected == 200 ? 2 : 1));
  }

  @Test
  void minimalLeavesTheItemOut() {
    merge("{\"a\":2}")
        .header("Prefer", "return=minimal")
        .patch("/items/patched")
        .then()
        .statusCode(204)
        .header("ETag", not(equalTo(tag)));
  }

  @Test
  void anItemThatIsNotThereCannotBePatched() {
    merge("{\"a\":2}").patch("/items/not-there").then().statusCode(404);
    given().get("/items/not-there").then().statusCode(404);
  }

  @Test
  void theMediaTypesAreNamedWhereAnotherComes() {
    given()
        .contentType("text/plain")
        .body("{}")
        .patch("/items/patched")
        .then()
        .statusCode(415)
        .header("Accept-Patch", containsString("application/"))
        .body("detail", containsString("application/json-patch+json"));
    given().options("/items/patched").then().header("Accept-Patch", containsString("application/"));
    given()
        .options("/items")
        .then()
        .header("Accept-Patch", containsString("application/vnd.larder.update"));
    given().options("/_transactions").then().header("Accept-Patch", nullValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "merge|''|400|malformed-json",
        "merge|[]|422|invalid-item",
        "merge|{\"a\":1e200}|422|invalid-item",
        "merge|{\"a\":1,\"a\":2}|400|malformed-json",
        "json|{}|400|invalid-patch",
        "json|[{\"op\":\"jump\",\"path\":\"/a\"}]|400|invalid-patch",
        "json|[{\"op\":\"add\",\"path\":\"/a\"}]|400|invalid-patch",
        "json|[{\"op\":\"remove\",\"path\":\"a\"}]|400|invalid-patch",
        "json|[{\"op\":\"remove\",\"path\":\"/none/at/all\"}]|409|patch-conflict",
        "json|[{\"op\":\"replace\",\"path\":\"\",\"value\":1}]|422|invalid-item"
      })
  void aPatchThatIsNoneIsRefused(String form, String body, int status, String type) {
    Response response =
        given()
            .contentType("application/" + form + "-patch+json")
            .body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .patch("/items/patched");
    assertEquals(status, response.statusCode(), response.asString());
    assertEquals("urn:problem-type:larder:" + type, response.path("type"));
    given().get("/items/patched").then().header("ETag", tag);
  }
}
