package dev.larder.table.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Finds all subschemas of a 2020-12 schema, by the keywords that contain them. */
final class Subschemas {
  private static final Set<String> ONE =
      Set.of(
          "additionalProperties",
          "contains",
          "contentSchema",
          "else",
          "if",
          "items",
          "not",
          "propertyNames",
          "then",
          "unevaluatedItems",
          "unevaluatedProperties");
  private static final Set<String> SEVERAL =
      Set.of(
          "$defs",
          "allOf",
          "anyOf",
          "definitions",
          "dependentSchemas",
          "oneOf",
          "patternProperties",
          "prefixItems",
          "properties");

  private final Map<NodePath, JsonNode> found = new LinkedHashMap<>();

  private Subschemas() {}

  /** The document itself and all its subschemas, by location. */
  static Map<NodePath, JsonNode> of(JsonNode document) {
    Subschemas subschemas = new Subschemas();
    subschemas.add(new NodePath(PathType.JSON_POINTER), document);
    return subschemas.found;
  }

  private void add(NodePath place, JsonNode schema) {
    found.put(place, schema);
    schema
        .properties()
        .forEach(
            keyword -> {
              NodePath path = place.append(keyword.getKey());
              JsonNode value = keyword.getValue();
              if (ONE.contains(keyword.getKey())) {
                add(path, value);
              } else if (SEVERAL.contains(keyword.getKey())) {
                for (int i = 0; value.isArray() && i < value.size(); i++) {
                  add(path.append(i), value.get(i));
                }
                value
                    .properties()
                    .forEach(member -> add(path.append(member.getKey()), member.getValue()));
              }
            });
  }
}
