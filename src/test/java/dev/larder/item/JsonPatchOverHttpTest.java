package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** The JSON Patch test suite as a client would run it; every document is an item's attribute. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class JsonPatchOverHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyCaseOfTheSuiteHasItsAnswer() throws IOException {
    int cases = 0;
    for (String file : new String[] {"tests.json", "spec_tests.json"}) {
      try (InputStream in =
          JsonPatchOverHttpTest.class.getResourceAsStream("/json-patch-tests/" + file)) {
        for (JsonNode each : JSON.readTree(in)) {
          if (each.has("patch") && !each.path("disabled").asBoolean()) {
            run(each, file + ": " + each.path("comment").asText(each.toString()));
            cases++;
          }
        }
      }
    }
    assertTrue(cases > 80, "cases run: " + cases);
  }

  private static void run(JsonNode each, String name) {
    ObjectNode item = JSON.createObjectNode();
    item.set("doc", each.path("doc"));
    if (hasEmptyName(each.path("doc"))) {
      given()
          .contentType("application/json")
          .body(item.toString())
          .put("/items/json-patch")
          .then()
          .statusCode(422);
      return;
    }
    given().contentType("application/json").body(item.toString()).put("/items/json-patch");
    String before = given().get("/items/json-patch").header("ETag");
    Response patched =
        given()
            .contentType("application/json-patch+json")
            .body(below(each.path("patch")).toString())
            .patch("/items/json-patch");
    Response after = given().get("/items/json-patch");
    if (each.has("error")) {
      assertTrue(
          patched.statusCode() == 400 || patched.statusCode() == 409, name + patched.asString());
      assertEquals(before, after.header("ETag"), name);
    } else if (hasEmptyName(each.path("expected"))) {
      assertEquals(422, patched.statusCode(), name + patched.asString());
      assertEquals(before, after.header("ETag"), name);
    } else {
      assertEquals(200, patched.statusCode(), name + patched.asString());
      if (each.has("expected")) {
        assertEquals(each.path("expected"), json(after).path("doc"), name);
      }
    }
  }

  /** DynamoDB has no empty names, not even within values. */
  private static boolean hasEmptyName(JsonNode value) {
    return value.has("") || value.valueStream().anyMatch(JsonPatchOverHttpTest::hasEmptyName);
  }

  private static JsonNode json(Response response) {
    try {
      return JSON.readTree(response.asString());
    } catch (IOException e) {
      throw new AssertionError(response.asString(), e);
    }
  }

  /** The same patch for the document as a member of the item. */
  private static JsonNode below(JsonNode patch) {
    if (!patch.isArray()) {
      return patch;
    }
    ArrayNode below = patch.deepCopy();
    for (JsonNode operation : below) {
      for (String pointer : new String[] {"path", "from"}) {
        String text = operation.path(pointer).asText();
        if (operation.path(pointer).isTextual() && (text.isEmpty() || text.startsWith("/"))) {
          ((ObjectNode) operation).put(pointer, "/doc" + text);
        }
      }
    }
    return below;
  }
}
