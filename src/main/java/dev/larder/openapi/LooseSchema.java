package dev.larder.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies from a collection's JSON Schema what generators make types of. References are resolved,
 * and everything that the schema permits is permitted by the copy, an item with some of its
 * attributes included.
 */
final class LooseSchema {
  /** References can be circular. */
  private static final int MAX_DEPTH = 6;

  private static final List<String> KEYWORDS =
      List.of(
          "title",
          "description",
          "type",
          "format",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "deprecated");

  private final JsonNode document;

  LooseSchema(JsonNode document) {
    this.document = document;
  }

  /** The properties of an item, each with its schema. */
  Map<String, ObjectNode> properties() {
    Map<String, ObjectNode> properties = new LinkedHashMap<>();
    copy(document, 0)
        .path("properties")
        .properties()
        .forEach(property -> properties.put(property.getKey(), (ObjectNode) property.getValue()));
    return properties;
  }

  private ObjectNode copy(JsonNode schema, int depth) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    // A schema with an $id resolves its references within itself.
    if (depth > MAX_DEPTH || depth > 0 && schema.has("$id")) {
      return copy;
    }
    for (JsonNode also : alsoHolding(schema)) {
      copy.setAll(copy(also, depth + 1));
    }
    for (String keyword : KEYWORDS) {
      if (schema.has(keyword)) {
        copy.set(keyword, schema.get(keyword));
      }
    }
    copyTexts(schema, copy);
    schema
        .path("properties")
        .properties()
        .forEach(
            property ->
                copy.withObjectProperty("properties")
                    .set(property.getKey(), copy(property.getValue(), depth + 1)));
    if (copy.path("type").toString().contains("\"array\"")) {
      JsonNode items = schema.has("prefixItems") ? copy.missingNode() : schema.path("items");
      copy.set("items", copy(items, depth + 1));
    }
    return copy;
  }

  private List<JsonNode> alsoHolding(JsonNode schema) {
    List<JsonNode> schemas = new ArrayList<>();
    String reference = schema.path("$ref").asText();
    if (reference.startsWith("#/")) {
      schemas.add(document.at(reference.substring(1)));
    }
    schema.path("allOf").forEach(schemas::add);
    return schemas;
  }

  /** Enumerations of texts only, because few languages have others. */
  private static void copyTexts(JsonNode schema, ObjectNode copy) {
    List<JsonNode> values =
        schema.has("const")
            ? List.of(schema.get("const"))
            : schema.path("enum").valueStream().toList();
    if (!values.isEmpty() && values.stream().allMatch(JsonNode::isTextual)) {
      copy.put("type", "string").putArray("enum").addAll(values);
    }
  }
}
