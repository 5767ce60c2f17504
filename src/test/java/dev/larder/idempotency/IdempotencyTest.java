package dev.larder.idempotency;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class IdempotencyTest {
  DynamoDbClient dynamoDb;
  String key;

  @BeforeEach
  void freshKey() {
    key = UUID.randomUUID().toString();
  }

  private RequestSpecification keyed(String body) {
    return given().header("Idempotency-Key", key).contentType("application/json").body(body);
  }

  private static void assertReplay(Response first, Response repeat) {
    assertEquals(first.statusCode(), repeat.statusCode(), repeat.asString());
    assertArrayEquals(first.asByteArray(), repeat.asByteArray());
    assertEquals("true", repeat.header("Idempotency-Replayed"));
    for (String field :
        new String[] {"ETag", "Last-Modified", "Location", "Content-Type", "Preference-Applied"}) {
      assertEquals(first.header(field), repeat.header(field), field);
    }
  }

  @Test
  void aRepeatedPostCreatesOneItem() {
    Response first = keyed("{\"a\":1}").post("/items");
    first.then().statusCode(201).header("Idempotency-Replayed", nullValue());
    assertReplay(first, keyed("{\"a\":1}").post("/items"));
    assertReplay(first, keyed(" { \"a\" : 1 } ").post("/items"));
    given()
        .get(first.header("Location"))
        .then()
        .statusCode(200)
        .header("ETag", first.header("ETag"));
  }

  @Test
  void aRepeatedPutDoesNotUndoWhatCameAfterIt() {
    String path = "/items/" + key;
    Response first = keyed("{\"a\":1}").put(path);
    first.then().statusCode(201);
    given().contentType("application/json").body("{\"a\":2}").put(path).then().statusCode(200);
    assertReplay(first, keyed("{\"a\":1}").put(path));
    given().get(path).then().body("a", equalTo(2));

    key = UUID.randomUUID().toString();
    Response replacing = keyed("{\"a\":3}").put(path);
    replacing.then().statusCode(200);
    assertReplay(replacing, keyed("{\"a\":3}").put(path));
  }

  @Test
  void aRepeatWithAPreconditionThatItsFirstOutdatedIsAReplay() {
    String path = "/items/" + key;
    String tag = given().contentType("application/json").body("{}").put(path).header("ETag");
    Response first = keyed("{\"a\":1}").header("If-Match", tag).put(path);
    first.then().statusCode(200);
    assertReplay(first, keyed("{\"a\":1}").header("If-Match", tag).put(path));
  }

  @Test
  void aRepeatedDeleteDoesNotDeleteWhatCameAfterIt() {
    String path = "/items/" + key;
    given().contentType("application/json").body("{}").put(path);
    Response first = given().header("Idempotency-Key", key).delete(path);
    first.then().statusCode(204);
    given().contentType("application/json").body("{}").put(path);
    assertReplay(first, given().header("Idempotency-Key", key).delete(path));
    given().get(path).then().statusCode(200);
  }

  @Test
  void aRepeatedPatchIsAppliedOnce() {
    String path = "/items/" + key;
    given().contentType("application/json").body("{\"list\":[]}").put(path);
    String patch = "[{\"op\":\"add\",\"path\":\"/list/-\",\"value\":1}]";
    RequestSpecification request =
        given()
            .header("Idempotency-Key", key)
            .contentType("application/json-patch+json")
            .body(patch);
    Response first = request.patch(path);
    first.then().statusCode(200).body("list.size()", equalTo(1));
    assertReplay(
        first,
        given()
            .header("Idempotency-Key", key)
            .contentType("application/json-patch+json")
            .body(patch)
            .patch(path));
    given().get(path).then().body("list.size()", equalTo(1));
  }

  @Test
  void aPatchThatChangedNothingIsReplayedToo() {
    String path = "/items/" + key;
    given().contentType("application/json").body("{\"a\":1}").put(path);
    Response first =
        given()
            .header("Idempotency-Key", key)
            .contentType("application/merge-patch+json")
            .body("{\"a\":1}")
            .patch(path);
    first.then().statusCode(200).header("Idempotency-Replayed", nullValue());
    given().contentType("application/json").body("{\"a\":2}").put(path);
    assertReplay(
        first,
        given()
            .header("Idempotency-Key", key)
            .contentType("application/merge-patch+json")
            .body("{\"a\":1}")
            .patch(path));
    given().get(path).then().body("a", equalTo(2));
  }

  @Test
  void anotherBodyUnderTheSameKeyIsRefused() {
    Response first = keyed("{\"a\":1}").post("/items");
    keyed("{\"a\":2}")
        .post("/items")
        .then()
        .statusCode(422)
        .body("type", equalTo("urn:problem-type:larder:idempotency-key-reused"));
    assertReplay(first, keyed("{\"a\":1}").post("/items"));
  }

  @Test
  void aKeyCountsForOneMethodAndPath() {
    keyed("{}").put("/items/a" + key).then().statusCode(201);
    keyed("{}")
        .put("/items/b" + key)
        .then()
        .statusCode(201)
        .header("Idempotency-Replayed", nullValue());
    keyed("{}").post("/items").then().statusCode(201).header("Idempotency-Replayed", nullValue());
  }

  @Test
  void aKeyCountsForTheItemAndNotForTheTextOfItsPath() {
    Response first = pages("a%2Fb/c");
    first.then().statusCode(201);
    pages("a/b%2Fc").then().statusCode(201).header("Idempotency-Replayed", nullValue());
    assertReplay(first, pages("%61%2fb/c"));
  }

  private Response pages(String path) {
    return keyed("{}").urlEncodingEnabled(false).put("/pages/" + key + path);
  }

  @Test
  void aKeyInQuotesIsTheSame() {
    Response first = keyed("{}").post("/items");
    key = '"' + key + '"';
    assertReplay(first, keyed("{}").post("/items"));
  }

  @Test
  void aFailureLeavesNoRecordAndCanBeRepeatedWhenItsCauseIsGone() {
    String path = "/items/" + key;
    keyed("{}").header("If-Match", "*").put(path).then().statusCode(412);
    given().contentType("application/json").body("{}").put(path);
    keyed("{}")
        .header("If-Match", "*")
        .put(path)
        .then()
        .statusCode(200)
        .header("Idempotency-Replayed", nullValue());
  }

  @Test
  void aConflictWritesNeitherItemNorRecord() {
    String body = "{\"id\":\"" + key + "\"}";
    given().contentType("application/json").body(body).post("/items").then().statusCode(201);
    keyed(body)
        .post("/items")
        .then()
        .statusCode(409)
        .body("type", equalTo("urn:problem-type:larder:item-exists"));
    given().delete("/items/" + key);
    keyed(body).post("/items").then().statusCode(201);
  }

  @Test
  void anAnswerWithoutABodyIsReplayedSo() {
    Response first = keyed("{}").header("Prefer", "return=minimal").post("/items");
    first.then().statusCode(201);
    assertReplay(first, keyed("{}").header("Prefer", "return=minimal").post("/items"));
  }

  @Test
  void anItemOfAnySizeIsWrittenOnceAndItsBodyReplayedWhereItFits() {
    byte[] random = new byte[150_000];
    new Random(1).nextBytes(random);
    String body = "{\"a\":\"" + java.util.Base64.getEncoder().encodeToString(random) + "\"}";
    Response first = keyed(body).post("/items");
    first.then().statusCode(201);
    assertReplay(first, keyed(body).post("/items"));

    key = UUID.randomUUID().toString();
    byte[] larger = new byte[390_000];
    Random letters = new Random(2);
    for (int i = 0; i < larger.length; i++) {
      larger[i] = (byte) (' ' + letters.nextInt(95));
      if (larger[i] == '"' || larger[i] == '\\') {
        larger[i] = 'x';
      }
    }
    String tooLarge =
        "{\"a\":\"" + new String(larger, java.nio.charset.StandardCharsets.US_ASCII) + "\"}";
    Response written = keyed(tooLarge).post("/items");
    written.then().statusCode(201);
    assertReplay(written, keyed(tooLarge).post("/items"));
  }

  private Map<String, AttributeValue> recordOf(Response response) {
    return dynamoDb.scanPaginator(scan -> scan.tableName("larder")).items().stream()
        .filter(item -> item.containsKey("headers"))
        .filter(
            item ->
                item.get("headers").m().containsKey("ETag")
                    && item.get("headers").m().get("ETag").s().equals(response.header("ETag")))
        .findFirst()
        .orElseThrow();
  }

  /** A record with the body would double what the write costs. */
  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/vnd.larder.dynamodb+json"})
  void theBodyIsMadeAgainFromTheRepeatWhateverHasBecomeOfTheItem(String accepted) {
    String body = "{\"b\":{\"y\":1.0,\"x\":[1e2,null]},\"a\":\"\u00e4\"}";
    for (boolean creates : new boolean[] {true, false}) {
      key = UUID.randomUUID().toString();
      String path = creates ? "/items" : "/items/" + key;
      Response first = send(creates, accepted, body, path);
      first.then().statusCode(201).header("Content-Type", accepted);
      assertTrue(!recordOf(first).containsKey("body"));
      String item = first.header("Location");
      given().contentType("application/json").body("{\"c\":3}").put(item).then().statusCode(200);
      assertReplay(first, send(creates, accepted, body, path));
      given().delete(item).then().statusCode(204);
      assertReplay(first, send(creates, accepted, body, path));
    }
  }

  private Response send(boolean creates, String accepted, String body, String path) {
    RequestSpecification request = keyed(body).accept(accepted);
    return creates ? request.post(path) : request.put(path);
  }

  @Test
  void aGeneratedPartOfTheKeyIsMadeAgainFromTheRecord() {
    String body = "{\"text\":\"x\",\"book\":\"" + key + " \u00e4/b\"}";
    Response first = keyed(body).post("/pages");
    first.then().statusCode(201);
    assertReplay(first, keyed(body).post("/pages"));
  }

  @Test
  void aRecordIsKeptForADayAndThenCountsNoMore() {
    Response first = keyed("{}").post("/items");
    Map<String, AttributeValue> record =
        dynamoDb.scanPaginator(scan -> scan.tableName("larder")).items().stream()
            // Jobs have records too.
            .filter(item -> item.containsKey("headers"))
            .filter(
                item ->
                    item.get("headers").m().get("ETag") != null
                        && item.get("headers").m().get("ETag").s().equals(first.header("ETag")))
            .findFirst()
            .orElseThrow();
    long left =
        Long.parseLong(record.get("expires").n()) - java.time.Instant.now().getEpochSecond();
    assertTrue(left > 86_390 && left <= 86_400, "seconds left: " + left);

    Map<String, AttributeValue> expired = new HashMap<>(record);
    expired.put("expires", AttributeValue.fromN("1000000"));
    dynamoDb.putItem(put -> put.tableName("larder").item(expired));
    Response again = keyed("{}").post("/items");
    again.then().statusCode(201).header("Idempotency-Replayed", nullValue());
    assertTrue(!again.header("ETag").equals(first.header("ETag")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\"\"", "ü", "a\tb", "LONG"})
  void aKeyThatIsNoneIsRefused(String value) {
    given()
        .header("Idempotency-Key", value.equals("LONG") ? "k".repeat(256) : value)
        .contentType("application/json")
        .body("{}")
        .put("/items/no-key")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:invalid-header"));
    given().get("/items/no-key").then().statusCode(404);
  }
}
