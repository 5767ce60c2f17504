package dev.larder.table.jsonschema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.suite.Suites;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The JSON Schema Test Suite, each of its schemas as that of an attribute. */
class JsonSchemaSuiteTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** Nothing is fetched for a schema, and there is one dialect. */
  private static final String BY_DESIGN =
      ".*(other documents are not fetched|is not a supported dialect; use .*)";

  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();

  @Test
  void everyTestHasTheVerdictOfTheSuite() throws IOException {
    for (Map.Entry<String, byte[]> file :
        Suites.unzipped("json-schema-test-suite.zip").entrySet()) {
      for (JsonNode group : JSON.readTree(file.getValue())) {
        group(file.getKey(), group);
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(Map.of("held", 1195, "refused", 49, "number beyond DynamoDB's", 1), counts);
  }

  private void group(String file, JsonNode group) throws IOException {
    ItemSchema schema;
    try {
      schema =
          ItemSchema.read(
              "larder.collections.items.schema", ofAttribute(group.get("schema")), () -> {});
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().matches(BY_DESIGN), e.getMessage());
      counts.merge("refused", group.get("tests").size(), Integer::sum);
      return;
    }
    for (JsonNode test : group.get("tests")) {
      String name = file + ": " + group.get("description") + ": " + test.get("description");
      Item item;
      try {
        item = item(test.get("data"));
      } catch (ProblemException e) {
        assertEquals(ProblemType.INVALID_ITEM, e.type());
        counts.merge("number beyond DynamoDB's", 1, Integer::sum);
        continue;
      }
      counts.merge("held", 1, Integer::sum);
      if (schema.violations(item).isEmpty() != test.get("valid").booleanValue()) {
        wrong.add(name);
      }
    }
  }

  /** References of the schema are to itself, as they are where it is the whole document. */
  private static String ofAttribute(JsonNode schema) {
    if (schema instanceof ObjectNode object && !object.has("$id")) {
      object.put("$id", "https://example.com/tested");
    }
    ObjectNode whole = JSON.createObjectNode();
    whole.withObject("/properties").set("value", schema);
    return whole.toString();
  }

  private static Item item(JsonNode value) throws IOException {
    String json = JSON.createObjectNode().set("value", value).toString();
    return ItemReader.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), ItemFormat.PLAIN);
  }
}
