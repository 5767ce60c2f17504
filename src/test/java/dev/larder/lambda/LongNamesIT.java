package dev.larder.lambda;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.FakeEventBridge;
import dev.larder.TestDynamoDb;
import dev.larder.event.Samples;
import dev.larder.item.ItemPatch;
import dev.larder.text.JsonInput;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items with the longest names that DynamoDB stores, written by anyone and read in every way. */
class LongNamesIT {
  private static final String LONG = "l".repeat(60_000);
  private static final String LONGEST = "x".repeat(JsonInput.MAX_NAME_LENGTH);

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose private static final FakeEventBridge eventBridge = FakeEventBridge.start();

  @AutoClose
  private static final DeployedFunction function =
      BuiltFunction.start(
          dynamoDb,
          "long-names",
          Map.of(
              "AWS_ENDPOINT_URL_EVENTBRIDGE",
              eventBridge.endpoint().toString(),
              "LARDER_PUBLICATION_EVENT_BUS",
              "changes"));

  /** Has another client write an item. */
  private static void store(String id) {
    AttributeValue inner = AttributeValue.fromM(Map.of(LONGEST, AttributeValue.fromN("1")));
    dynamoDb
        .client()
        .putItem(
            put ->
                put.tableName("items")
                    .item(
                        Map.of(
                            "id",
                            AttributeValue.fromS(id),
                            LONG,
                            AttributeValue.fromS("v"),
                            LONGEST,
                            AttributeValue.fromS("w"),
                            "m",
                            inner)));
  }

  private static void has(ValidatableResponse answer, String name, String value) {
    String json = '"' + name + "\":" + value;
    assertTrue(answer.statusCode(200).extract().asString().contains(json), () -> json);
  }

  private static ValidatableResponse get(String path) {
    return function.given().get(path).then();
  }

  private static ValidatableResponse patch(String id, String type, String patch) {
    return function.given().contentType(type).body(patch).patch("/items/" + id).then();
  }

  @Test
  void itIsReadInEveryWay() {
    store("read");
    has(get("/items/read"), LONG, "\"v\"");
    has(get("/items/read"), "m", "{\"" + LONGEST + "\":1}");
    get("/items?limit=1000").statusCode(200).body("items", notNullValue());
    get("/items?id=read").statusCode(200).body("items[0]", hasKey(LONGEST));
    get("/items?id[in]=read,other").statusCode(200).body("items[0]", hasKey(LONG));
    function.given().accept("text/csv").get("/items?id=read").then().statusCode(200);
    RuntimeApi.Outcome direct = function.invoke("{\"id\": \"read\"}");
    assertTrue(!direct.failed() && direct.text().contains(LONGEST), direct.errorType());
  }

  @Test
  void itIsWrittenInEveryWay() {
    store("written");
    function
        .json("{}")
        .header("If-Match", "\"other\"")
        .put("/items/written")
        .then()
        .statusCode(412)
        .header("ETag", notNullValue());
    String check = "{\"method\":\"CHECK\",\"path\":\"/items/written\",\"ifMatch\":\"\\\"a\\\"\"}";
    function
        .json("{\"operations\":[" + check + "]}")
        .post("/_transactions")
        .then()
        .statusCode(409)
        .body("operations[0].current", notNullValue());
    has(
        patch("written", ItemPatch.MERGE_PATCH, "{\"" + LONG + "\":\"changed\"}"),
        LONG,
        "\"changed\"");
    patch(
            "written",
            ItemPatch.JSON_PATCH,
            "[{\"op\":\"move\",\"from\":\"/" + LONG + "\",\"path\":\"/m/" + LONG + "\"}]")
        .statusCode(200)
        .body("m", hasKey(LONG));
    function.json("{\"" + LONGEST + "\":2}").put("/items/written").then().statusCode(200);
    String entry = "{\"id\":\"written\",\"" + LONGEST + "\":3}";
    function.json("[" + entry + "]").post("/items").then().statusCode(200);
    has(get("/items/written"), LONGEST, "3");
    function
        .json(
            "{\"operations\":[{\"method\":\"PUT\",\"path\":\"/items/written\",\"body\":"
                + entry
                + "}]}")
        .post("/_transactions")
        .then()
        .statusCode(200);
    function
        .given()
        .contentType("text/csv")
        .body("id," + LONGEST + "\nwritten,4\n")
        .post("/items")
        .then()
        .statusCode(200);
    has(get("/items/written"), LONGEST, "4");
    String put =
        "{\"method\":\"PUT\",\"path\":\"/items/written\",\"body\":{\"" + LONGEST + "\":5}}";
    assertFalse(function.invoke(put).failed());
    has(get("/items/written"), LONGEST, "5");
    RuntimeApi.Outcome queued =
        function.invoke(Samples.event(List.of(Samples.message("long", put.replace("5}}", "6}}")))));
    assertEquals(List.of(), Samples.failures(queued.payload()));
    has(get("/items/written"), LONGEST, "6");
  }

  @Test
  void itsChangeIsPublished() {
    ObjectNode record = Samples.record("dynamodb-update");
    ((ObjectNode) record.path("dynamodb").path("NewImage")).putObject(LONGEST).put("S", "v");
    RuntimeApi.Outcome outcome = function.invoke(Samples.event(List.of(record)));
    assertFalse(outcome.failed(), outcome.errorType());
    assertEquals(List.of(), Samples.failures(outcome.payload()));
    assertTrue(eventBridge.taken().get(0).path("Detail").asText().contains(LONGEST));
  }

  @Test
  void aLongerNameIsRefusedHoweverItComes() {
    store("longer");
    String longer = LONGEST + "x";
    String says = "name has 65536 bytes, but DynamoDB's limit is 65535.";
    patch(
            "longer",
            ItemPatch.JSON_PATCH,
            "[{\"op\":\"add\",\"path\":\"/m/" + longer + "\",\"value\":1}]")
        .statusCode(422)
        .body("type", equalTo("urn:problem-type:larder:invalid-item"))
        .body("detail", equalTo("The value at /m has an attribute whose " + says))
        .body("pointer", equalTo("/m"));
    function
        .given()
        .contentType("text/csv")
        .body("id," + longer + "\nlonger,4\n")
        .post("/items")
        .then()
        .statusCode(207)
        .body("results[0].problem.type", equalTo("urn:problem-type:larder:invalid-item"))
        .body("results[0].problem.detail", equalTo("The item has an attribute whose " + says));
    String wide = "€".repeat(30_000);
    function
        .json("{\"" + wide + "\":1}")
        .put("/items/longer")
        .then()
        .statusCode(422)
        .body("type", equalTo("urn:problem-type:larder:invalid-item"));
    function
        .json("{\"" + longer + "\":1}")
        .put("/items/longer")
        .then()
        .statusCode(422)
        .body("type", equalTo("urn:problem-type:larder:invalid-item"));
    has(get("/items/longer"), LONG, "\"v\"");
    has(get("/items/longer"), "m", "{\"" + LONGEST + "\":1}");
  }
}
