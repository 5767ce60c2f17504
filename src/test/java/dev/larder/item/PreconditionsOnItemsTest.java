package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.http.HttpDate;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** RFC 9110, section 13, evaluated by the engine. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class PreconditionsOnItemsTest {
  private static final String OTHER = "\"01890000-0000-7000-8000-000000000000\"";
  private static final String PAST = "Sun, 06 Nov 1994 08:49:37 GMT";

  DynamoDbClient dynamoDb;

  private static Response put(String id, String field, String value) {
    return given()
        .header(field, value)
        .contentType("application/json")
        .body("{\"a\":2}")
        .put("/items/" + id);
  }

  private static String create(String id) {
    return given()
        .contentType("application/json")
        .body("{\"a\":1}")
        .put("/items/" + id)
        .header("ETag");
  }

  private static String typedTag(String id) {
    return given()
        .accept("application/vnd.larder.dynamodb+json")
        .get("/items/" + id)
        .header("ETag");
  }

  /** RFC 9110, section 8.8.3.3: a client has one of two representations, of one state. */
  @Test
  void theTagsOfBothFormatsNameOneVersion() {
    String tag = create("formats");
    String typed = typedTag("formats");
    assertEquals(tag.substring(0, tag.length() - 1) + ";typed\"", typed);
    for (String each : List.of(tag, typed)) {
      given().header("If-Match", each).get("/items/formats").then().statusCode(200);
      put("formats", "If-None-Match", each).then().statusCode(412);
    }
    given().header("If-None-Match", typed).get("/items/formats").then().statusCode(200);
    given()
        .accept("application/vnd.larder.dynamodb+json")
        .header("If-None-Match", typed)
        .get("/items/formats")
        .then()
        .statusCode(304)
        .header("ETag", typed);
    put("formats", "If-Match", typed).then().statusCode(200);
    put("formats", "If-Match", typed).then().statusCode(412);
    given()
        .header("If-Match", typedTag("formats"))
        .contentType("application/merge-patch+json")
        .body("{\"a\":3}")
        .patch("/items/formats")
        .then()
        .statusCode(200);
    String check =
        "{\"operations\":[{\"method\":\"CHECK\",\"path\":\"/items/formats\",\"ifMatch\":\"%s\"}]}"
            .formatted(typedTag("formats").replace("\"", "\\\""));
    given()
        .contentType("application/json")
        .body(check)
        .post("/_transactions")
        .then()
        .statusCode(200);
    given().header("If-Match", typedTag("formats")).delete("/items/formats").then().statusCode(204);
  }

  @Test
  void anItemWithoutAVersionHasATagOfEachFormatToo() {
    dynamoDb.putItem(
        put ->
            put.tableName("items")
                .item(
                    Map.of(
                        "id", AttributeValue.fromS("unversioned-formats"),
                        "a", AttributeValue.fromN("1"))));
    String typed = typedTag("unversioned-formats");
    assertTrue(typed.startsWith("\"none-") && typed.endsWith(";typed\""), typed);
    put("unversioned-formats", "If-Match", typed).then().statusCode(200);
  }

  /** {@code TAG} stands for the item's tag, {@code DATE} for its Last-Modified. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-Match|TAG|200",
        "If-Match|*|200",
        "If-Match|\"x\" ,TAG,, \"y\"|200",
        "If-Match|W/TAG|412",
        "If-Match|\"x\"|412",
        "If-Match|W/\"x\", W/TAG|412",
        "If-None-Match|*|412",
        "If-None-Match|TAG|412",
        "If-None-Match|W/TAG|412",
        "If-None-Match|\"x\", \"y\"|200",
        "If-Unmodified-Since|DATE|200",
        "If-Unmodified-Since|Sun, 06 Nov 1994 08:49:37 GMT|412",
        "If-Unmodified-Since|yesterday|200"
      })
  void onAnItemThatExists(String field, String value, int expected) {
    String tag = create("existing");
    String date = given().get("/items/existing").header("Last-Modified");
    String sent = value.replace("TAG", tag).replace("DATE", date);

    Response put = put("existing", field, sent);
    assertEquals(expected, put.statusCode(), put.asString());
    Response read = given().get("/items/existing");
    assertEquals(expected == 200 ? 2 : 1, read.jsonPath().getInt("a"));
    if (expected == 412) {
      put.then().header("ETag", tag).body("current", equalTo(tag));
      assertEquals(tag, read.header("ETag"));
    }

    tag = create("existing");
    date = given().get("/items/existing").header("Last-Modified");
    sent = value.replace("TAG", tag).replace("DATE", date);
    Response delete = given().header(field, sent).delete("/items/existing");
    assertEquals(expected == 200 ? 204 : 412, delete.statusCode(), delete.asString());
    assertEquals(expected == 200 ? 404 : 200, given().get("/items/existing").statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-Match|*|412",
        "If-Match|\"x\"|412",
        "If-None-Match|*|201",
        "If-None-Match|\"x\"|201",
        "If-Unmodified-Since|Sun, 06 Nov 1994 08:49:37 GMT|201"
      })
  void onNoItem(String field, String value, int expected) {
    given().delete("/items/missing");
    Response put = put("missing", field, value);
    assertEquals(expected, put.statusCode(), put.asString());
    if (expected == 412) {
      put.then().header("ETag", nullValue()).body("current", nullValue());
      assertEquals(404, given().get("/items/missing").statusCode());
    }
    given().delete("/items/missing");
    assertEquals(
        expected == 412 ? 412 : 204,
        given().header(field, value).delete("/items/missing").statusCode());
  }

  @Test
  void ifMatchPrevailsOverIfUnmodifiedSinceAndBothFieldsMustHold() {
    String tag = create("both");
    assertEquals(
        204,
        given()
            .header("If-Match", tag)
            .header("If-Unmodified-Since", PAST)
            .delete("/items/both")
            .statusCode());
    tag = create("both");
    assertEquals(
        412,
        given()
            .header("If-Match", tag)
            .header("If-None-Match", tag)
            .delete("/items/both")
            .statusCode());
  }

  @Test
  void aReadIsAnsweredByItsPreconditions() {
    String tag = create("read");
    given()
        .header("If-None-Match", "\"x\", W/" + tag)
        .get("/items/read")
        .then()
        .statusCode(304)
        .header("ETag", tag)
        .header(
            "Last-Modified",
            HttpDate.parse(given().get("/items/read").header("Last-Modified"))
                .map(HttpDate::format)
                .orElse(""))
        .body(emptyOrNullString());
    given().header("If-None-Match", OTHER).get("/items/read").then().statusCode(200);
    given().header("If-Match", OTHER).get("/items/read").then().statusCode(412).header("ETag", tag);
    given()
        .header("If-Modified-Since", HttpDate.format(Instant.now().plusSeconds(5)))
        .get("/items/read")
        .then()
        .statusCode(304);
    given().header("If-Modified-Since", PAST).get("/items/read").then().statusCode(200);
    given().header("If-None-Match", tag).head("/items/read").then().statusCode(304);
  }

  @Test
  void theVersionInABodyIsAPrecondition() {
    String tag = create("body");
    String version = tag.replace("\"", "");
    given()
        .contentType("application/json")
        .body("{\"_version\":\"" + version + "\",\"a\":2}")
        .put("/items/body")
        .then()
        .statusCode(200);
    given()
        .contentType("application/json")
        .body("{\"_version\":\"" + version + "\",\"a\":3}")
        .put("/items/body")
        .then()
        .statusCode(412);
    given()
        .contentType("application/json")
        .body("{\"_version\":\"" + version + "\"}")
        .put("/items/body-missing")
        .then()
        .statusCode(412);
    given().get("/items/body").then().body("a", equalTo(2));
  }

  @Test
  void anItemOfAnotherWriterHasATagThatChangesWithIt() {
    foreign(
        "other",
        Map.of(
            "a",
            AttributeValue.fromN("1"),
            "s",
            AttributeValue.fromSs(java.util.List.of("x", "y"))));
    Response first = given().get("/items/other");
    first
        .then()
        .statusCode(200)
        .header("ETag", startsWith("\"none-"))
        .header("Last-Modified", nullValue());
    assertEquals(first.header("ETag"), given().get("/items/other").header("ETag"));
    given()
        .header("If-None-Match", first.header("ETag"))
        .get("/items/other")
        .then()
        .statusCode(304);

    foreign("other", Map.of("a", AttributeValue.fromN("2")));
    String second = given().get("/items/other").header("ETag");
    assertNotEquals(first.header("ETag"), second);

    put("other", "If-Match", first.header("ETag")).then().statusCode(412).header("ETag", second);
    given().header("If-None-Match", second).delete("/items/other").then().statusCode(412);
    Response written = put("other", "If-Match", OTHER + ", " + second);
    assertEquals(200, written.statusCode(), written.asString());
    assertTrue(written.jsonPath().getString("_version").length() == 36);
    put("other", "If-Match", second).then().statusCode(412);
  }

  @Test
  void anItemWithAVersionThatIsNoTagIsComparedByWhatItHolds() {
    foreign("odd", Map.of("_version", AttributeValue.fromN("7")));
    String tag = given().get("/items/odd").header("ETag");
    foreign("odd", Map.of("_version", AttributeValue.fromN("8")));
    put("odd", "If-Match", tag).then().statusCode(412);
    put("odd", "If-Match", given().get("/items/odd").header("ETag")).then().statusCode(200);
  }

  @Test
  void anItemOfManyAttributesWithoutAVersionIsNotWrittenConditionally() {
    Map<String, AttributeValue> many = new HashMap<>();
    for (int i = 0; i < WriteConditions.MAX_COMPARED_ATTRIBUTES; i++) {
      many.put("attribute" + i, AttributeValue.fromBool(true));
    }
    foreign("many", many);
    put("many", "If-Match", given().get("/items/many").header("ETag"))
        .then()
        .statusCode(412)
        .body("detail", containsString("the item has no version, and more than"));
    many.remove("attribute0");
    foreign("many", many);
    put("many", "If-Match", given().get("/items/many").header("ETag")).then().statusCode(200);
  }

  private void foreign(String id, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new HashMap<>(attributes);
    item.put("id", AttributeValue.fromS(id));
    dynamoDb.putItem(put -> put.tableName("items").item(item));
  }
}
