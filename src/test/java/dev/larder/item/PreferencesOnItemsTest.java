package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** RFC 7240, and the choice of fields. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class PreferencesOnItemsTest {
  DynamoDbClient dynamoDb;

  private static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  @Test
  void minimalLeavesTheItemOut() {
    given().delete("/items/minimal");
    json("{\"a\":1}")
        .header("Prefer", "return=minimal")
        .put("/items/minimal")
        .then()
        .statusCode(201)
        .header("Preference-Applied", "return=minimal")
        .header("ETag", not(emptyOrNullString()))
        .header("Location", "/items/minimal")
        .body(emptyOrNullString());
    Response replaced = json("{\"a\":2}").header("Prefer", "return=minimal").put("/items/minimal");
    replaced.then().statusCode(204).body(emptyOrNullString());
    given()
        .get("/items/minimal")
        .then()
        .header("ETag", replaced.header("ETag"))
        .body("a", equalTo(2));
    json("{}")
        .header("Prefer", "return=minimal")
        .post("/items")
        .then()
        .statusCode(201)
        .header("Location", startsWith("/items/"))
        .body(emptyOrNullString());
    json("{}")
        .header("Prefer", "return=representation")
        .put("/items/minimal")
        .then()
        .statusCode(200)
        .header("Preference-Applied", "return=representation")
        .body("id", equalTo("minimal"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=10", "foo, wait=1", "=", "return=everything", ""})
  void whatIsUnknownIsIgnored(String prefer) {
    json("{}")
        .header("Prefer", prefer)
        .put("/items/lenient")
        .then()
        .statusCode(org.hamcrest.Matchers.oneOf(200, 201))
        .header("Preference-Applied", nullValue());
  }

  @Test
  void unlessHandlingIsStrict() {
    json("{}")
        .header("Prefer", "handling=strict, wait=10")
        .put("/items/strict")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:invalid-header"))
        .body("detail", containsString("wait=10"));
    given().get("/items/strict").then().statusCode(404);
    json("{}")
        .header("Prefer", "return=minimal; foo=\"bar\", handling=strict")
        .put("/items/strict")
        .then()
        .statusCode(201);
    given().delete("/items/strict");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name|name",
        "name,id|id,name",
        "address.city|address",
        "address.city,address|address",
        "a\\.b|a.b",
        "nothing|''",
        "address.nothing|''",
        "name.first|''",
        "_version,name|_version,name"
      })
  void fieldsAreChosen(String fields, String names) {
    json("{\"name\":\"Ada\",\"address\":{\"city\":\"London\",\"zip\":\"W1\"},\"a.b\":1,\"secret\":2}")
        .put("/items/chosen");
    Response whole = given().get("/items/chosen");
    Response chosen = given().queryParam("fields", fields).get("/items/chosen");
    chosen.then().statusCode(200).header("ETag", whole.header("ETag"));
    Map<String, Object> item = chosen.jsonPath().getMap("");
    assertEquals(names, String.join(",", item.keySet().stream().sorted().toList()));
    if (fields.equals("address.city")) {
      assertEquals(Map.of("city", "London"), item.get("address"));
    }
    List<Map<String, Object>> listed =
        given()
            .queryParam("fields", fields)
            .queryParam("limit", 1000)
            .get("/items")
            .jsonPath()
            .getList("items");
    assertEquals(true, listed.contains(item));
  }

  @Test
  void fieldsOfAnItemWithoutAVersionComeWithTheTagOfTheWhole() {
    dynamoDb.putItem(
        put ->
            put.tableName("items")
                .item(
                    Map.of(
                        "id", AttributeValue.fromS("foreign"),
                        "a", AttributeValue.fromN("1"),
                        "b", AttributeValue.fromN("2"))));
    String tag = given().get("/items/foreign").header("ETag");
    Response chosen = given().get("/items/foreign?fields=a");
    assertEquals(tag, chosen.header("ETag"));
    assertEquals(Map.of("a", 1), chosen.jsonPath().getMap(""));
    given().header("If-None-Match", tag).get("/items/foreign?fields=a").then().statusCode(304);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "a,", ".a", "a..b", "a\\"})
  void fieldsThatNameNothingAreRefused(String fields) {
    given()
        .queryParam("fields", fields)
        .get("/items/chosen")
        .then()
        .statusCode(400)
        .body("parameter", equalTo("fields"));
  }
}
