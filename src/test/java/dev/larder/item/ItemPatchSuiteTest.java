package dev.larder.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.TestConfig;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The project json-patch-tests's cases, all that it does not disable itself. */
class ItemPatchSuiteTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every case, with its document as an attribute. */
  static Stream<Named<JsonNode>> below() throws IOException {
    return cases().map(test -> named(wrapped(test)));
  }

  /** The cases whose documents are items. */
  static Stream<Named<JsonNode>> whole() throws IOException {
    return cases()
        .filter(test -> isItem(test.get("doc")) && isItem(test.path("expected")))
        .map(ItemPatchSuiteTest::named);
  }

  @ParameterizedTest
  @MethodSource({"below", "whole"})
  void theSuiteIsPassed(JsonNode test) throws IOException {
    Item before = item(test.get("doc"));
    if (test.has("error")) {
      ProblemException e =
          assertThrows(ProblemException.class, () -> patch(test.get("patch")).apply(before));
      assertTrue(
          Set.of(ProblemType.INVALID_PATCH, ProblemType.PATCH_CONFLICT).contains(e.type()),
          e.getMessage());
    } else {
      ItemPatch patch = patch(test.get("patch"));
      Item expected = item(test.has("expected") ? test.get("expected") : test.get("doc"));
      assertEquals(expected.attributes(), patch.apply(before).attributes());
      assertEquals(expected.attributes(), patch.apply(before).attributes(), "applied again");
    }
  }

  @Test
  void allCasesAreRun() throws IOException {
    assertEquals(
        List.of(91L, 91L, 62L), List.of(cases().count(), below().count(), whole().count()));
  }

  private static Stream<JsonNode> cases() throws IOException {
    return Stream.concat(file("tests.json"), file("spec_tests.json"))
        .filter(test -> test.has("doc") && !test.path("disabled").asBoolean());
  }

  private static Stream<JsonNode> file(String name) throws IOException {
    try (InputStream file =
        ItemPatchSuiteTest.class.getResourceAsStream("/json-patch-tests/" + name)) {
      return StreamSupport.stream(JSON.readTree(file).spliterator(), false);
    }
  }

  private static Named<JsonNode> named(JsonNode test) {
    return Named.of(test.path("comment").asText("") + " " + test.get("patch"), test);
  }

  private static boolean isItem(JsonNode document) {
    return document.isMissingNode() || document.isObject();
  }

  private static JsonNode wrapped(JsonNode test) {
    ObjectNode wrapped = test.deepCopy();
    wrapped.set("doc", JSON.createObjectNode().set("doc", test.get("doc")));
    if (test.has("expected")) {
      wrapped.set("expected", JSON.createObjectNode().set("doc", test.get("expected")));
    }
    for (JsonNode operation : wrapped.get("patch")) {
      for (String pointer : List.of("path", "from")) {
        if (operation.has(pointer)) {
          ((ObjectNode) operation).put(pointer, "/doc" + operation.get(pointer).textValue());
        }
      }
    }
    return wrapped;
  }

  private static Item item(JsonNode json) throws IOException {
    return ItemReader.read(stream(json), ItemFormat.PLAIN);
  }

  private static ItemPatch patch(JsonNode json) throws IOException {
    return ItemPatches.read(JSON.writeValueAsBytes(json), ItemPatch.JSON_PATCH, TestConfig.LIMITS);
  }

  private static InputStream stream(JsonNode json) throws IOException {
    return new ByteArrayInputStream(JSON.writeValueAsBytes(json));
  }
}
