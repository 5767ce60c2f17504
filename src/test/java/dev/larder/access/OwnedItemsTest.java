package dev.larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.example.OwnProfiles;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.DynamoDbResource;
import dev.larder.item.WriteConditions;
import dev.larder.lambda.FixedContext;
import dev.larder.lambda.HttpEvent;
import dev.larder.lambda.RuntimeApi;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items that have owners, where ways through the function differ from the common one. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@TestProfile(OwnProfiles.Guarded.class)
class OwnedItemsTest {
  private static final String MERGE_PATCH = "application/merge-patch+json";

  DynamoDbClient dynamoDb;

  @Inject RequestStreamHandler function;

  private HttpEvent.Answer send(HttpEvent event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)),
        answer,
        new FixedContext("r", 1024, 20_000));
    return HttpEvent.Answer.of(new RuntimeApi.Outcome("r", false, null, answer.toByteArray()));
  }

  private int put(String path, String caller) throws IOException {
    return send(HttpEvent.of("PUT", path).json("{}").jwt(caller)).status();
  }

  private HttpEvent.Answer get(String path, String caller) throws IOException {
    return send(HttpEvent.of("GET", path).jwt(caller));
  }

  private static HttpEvent patch(String path, String type, String patch) {
    return HttpEvent.of("PATCH", path).json(patch).header("Content-Type", type);
  }

  private void store(Map<String, AttributeValue> item) {
    dynamoDb.putItem(put -> put.tableName("items").item(item));
  }

  private static Map<String, AttributeValue> owned(String id, String owner) {
    return new HashMap<>(
        Map.of("id", AttributeValue.fromS(id), "owner", AttributeValue.fromS(owner)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "application/merge-patch+json|{\"owner\":\"eve\"}|403",
        "application/merge-patch+json|{\"owner\":null}|422",
        "application/merge-patch+json|{\"owner\":5}|422",
        "application/json-patch+json|[{\"op\":\"replace\",\"path\":\"/owner\",\"value\":\"eve\"}]|403",
        "application/json-patch+json|[{\"op\":\"remove\",\"path\":\"/owner\"}]|422",
        "application/json-patch+json|[{\"op\":\"copy\",\"from\":\"/id\",\"path\":\"/owner\"}]|403"
      })
  void aPatchDoesNotGiveAnItemAway(String type, String patch, int status) throws IOException {
    put("/items/kept", "ada");
    HttpEvent.Answer answer = send(patch("/items/kept", type, patch).jwt("ada"));
    assertEquals(status, answer.status(), answer.body());
    assertEquals("/owner", answer.json().path("pointer").asText());
    assertEquals("ada", get("/items/kept", "ada").json().path("owner").asText());
  }

  @Test
  void anAdministratorGivesAnItemAwayAndTakesNoneFromAllOwners() throws IOException {
    put("/items/given", "ada");
    HttpEvent give = patch("/items/given", MERGE_PATCH, "{\"owner\":\"eve\"}");
    assertEquals(200, send(give.jwt("root", "items.admin")).status());
    assertEquals(404, get("/items/given", "ada").status());
    assertEquals(200, get("/items/given", "eve").status());
    for (String owner : List.of("null", "\"\"", "[]")) {
      HttpEvent none = patch("/items/given", MERGE_PATCH, "{\"owner\":" + owner + "}");
      assertEquals(422, send(none.jwt("root", "items.admin")).status(), owner);
    }
  }

  @Test
  void anItemWithoutAnOwnerIsNobodysUntilAnAdministratorNamesOne() throws IOException {
    store(Map.of("id", AttributeValue.fromS("older")));
    assertEquals(404, get("/items/older", "ada").status());
    assertEquals(404, put("/items/older", "ada"));
    HttpEvent change = patch("/items/older", MERGE_PATCH, "{\"a\":1}");
    assertEquals(422, send(change.jwt("root", "items.admin")).status());
    HttpEvent name = patch("/items/older", MERGE_PATCH, "{\"owner\":\"ada\"}");
    assertEquals(200, send(name.jwt("root", "items.admin")).status());
    assertEquals(200, get("/items/older", "ada").status());
  }

  @Test
  void rowsOfATableOfTextAreOfTheirSender() throws IOException {
    put("/items/row-of-eve", "eve");
    HttpEvent rows =
        HttpEvent.of("POST", "/items")
            .json("id,a\nrow-of-ada,1\nrow-of-eve,2\n")
            .header("Content-Type", "text/csv");
    HttpEvent.Answer answer = send(rows.jwt("ada"));
    assertEquals(207, answer.status(), answer.body());
    assertEquals(404, answer.json().at("/results/1/status").asInt());
    assertEquals("ada", get("/items/row-of-ada", "ada").json().path("owner").asText());
    assertFalse(get("/items/row-of-eve", "eve").json().has("a"));
  }

  @Test
  void anIndexThatBeginsWithTheOwnerServesWhatIsTheCallers() throws IOException {
    put("/orders/shop/1", "ada");
    put("/orders/shop/2", "eve");
    for (String query : List.of("/orders", "/orders?created[exists]=false", "/orders?shop=shop")) {
      JsonNode page = get(query, "ada").json();
      assertEquals(List.of("1"), page.path("items").findValuesAsText("number"), page::toString);
    }
    assertEquals(0, get("/orders?carrier=eve", "ada").json().path("items").size());
  }

  @Test
  void anUpdateByQueryIsOfWhatIsTheCallers() throws Exception {
    put("/orders/query/1", "ada");
    put("/orders/query/2", "eve");
    HttpEvent update =
        patch("/orders?shop=query", "application/vnd.larder.update+json", "{\"add\": {\"a\": 1}}")
            .header("Prefer", "respond-async");
    String job = "/_jobs/" + send(update.jwt("ada")).json().path("id").asText();
    HttpEvent.Answer state = get(job, "ada");
    while (state.status() == 200) {
      Thread.sleep(20);
      state = get(job, "ada");
    }
    assertEquals(404, get(job, "eve").status());
    assertEquals(404, send(HttpEvent.of("DELETE", job).jwt("eve")).status());
    assertEquals(1, get(job + "/result", "ada").json().path("updated").asInt());
    assertEquals(1, get("/orders/query/1", "ada").json().path("a").asInt());
    assertFalse(get("/orders/query/2", "eve").json().has("a"));
    send(HttpEvent.of("DELETE", "/orders/query/1").jwt("ada"));
    send(HttpEvent.of("DELETE", "/orders/query/2").jwt("eve"));
  }

  @Test
  void itemsOfOthersAreNotReadPastEvenWhereScansAreAllowed() throws IOException {
    for (String query : List.of("/items", "/items?a=1")) {
      HttpEvent.Answer answer = get(query, "ada");
      assertEquals(400, answer.status(), query);
      assertEquals(
          "urn:problem-type:larder:unserved-query", answer.json().path("type").asText(), query);
      HttpEvent list = HttpEvent.of("GET", query).jwt("root", "items.admin");
      assertEquals(200, send(list).status(), query);
    }
  }

  @Test
  void keysOfOthersAreMissing() throws IOException {
    put("/items/batch-of-ada", "ada");
    put("/items/batch-of-eve", "eve");
    JsonNode page = get("/items?id[in]=batch-of-eve,batch-of-none,batch-of-ada", "ada").json();
    assertEquals(List.of("batch-of-ada"), page.path("items").findValuesAsText("id"));
    assertEquals(
        List.of("batch-of-eve", "batch-of-none"), page.path("missing").findValuesAsText("id"));
  }

  @Test
  void ofAKeyThatAnotherHasNothingIsToldButThatItIsTaken() throws IOException {
    put("/items/taken", "eve");
    for (String caller : List.of("eve", "ada")) {
      HttpEvent.Answer answer =
          send(HttpEvent.of("POST", "/items").json("{\"id\":\"taken\"}").jwt(caller));
      assertEquals(409, answer.status(), caller);
      boolean own = caller.equals("eve");
      assertEquals(own, answer.json().has("current"), caller);
      assertEquals(own, answer.headers().containsKey("ETag"), caller);
      assertEquals(own, answer.headers().containsKey("Location"), caller);
    }
  }

  @Test
  void aKeyOfAnotherIsFreeWhenItsItemHasExpired() throws IOException {
    Map<String, AttributeValue> expired = owned("expired", "eve");
    expired.put(
        "expires", AttributeValue.fromN("" + Instant.now().minusSeconds(9).getEpochSecond()));
    store(expired);
    assertEquals(201, put("/items/expired", "ada"));
    assertEquals(404, get("/items/expired", "eve").status());
    assertEquals(404, put("/items/expired", "eve"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anItemOfTheMostAttributesThatAreComparedIsWritten(boolean once) throws IOException {
    Map<String, AttributeValue> many = owned("many", "ada");
    many.put("expires", AttributeValue.fromN("" + Instant.now().plusSeconds(900).getEpochSecond()));
    while (many.size() < WriteConditions.MAX_COMPARED_ATTRIBUTES) {
      many.put("attribute" + many.size(), AttributeValue.fromBool(true));
    }
    store(many);
    String tag = get("/items/many", "ada").headers().get("ETag");
    HttpEvent put = HttpEvent.of("PUT", "/items/many").json("{}").header("If-Match", tag);
    HttpEvent patch = patch("/items/many", MERGE_PATCH, "{\"a\":1}").header("If-Match", tag);
    for (HttpEvent write : List.of(put, patch)) {
      store(many);
      HttpEvent sent =
          once ? write.header("Idempotency-Key", write == put ? "put" : "patch") : write;
      HttpEvent.Answer answer = send(sent.jwt("ada"));
      assertEquals(200, answer.status(), answer.body());
    }
  }
}
