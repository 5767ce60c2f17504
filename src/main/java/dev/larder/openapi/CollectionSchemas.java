package dev.larder.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableSchema;
import java.util.List;

/** Describes the items of a collection, as far as the keys of its table and indexes define them. */
final class CollectionSchemas {
  private final String name;
  private final TableSchema schema;

  CollectionSchemas(String name, TableSchema schema) {
    this.name = name;
    this.schema = schema;
  }

  /** Returns the template of an item's path below the collection, as in {@code /{id}}. */
  String pathTemplate() {
    return "/{" + String.join("}/{", pathNames()) + "}";
  }

  ArrayNode pathParameters() {
    ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < schema.key().size(); i++) {
      KeyAttribute attribute = schema.key().get(i);
      parameters
          .addObject()
          .put("name", pathNames().get(i))
          .put("in", "path")
          .put("required", true)
          .put("description", "The key attribute " + attribute.name())
          .set("schema", attribute(attribute, "base64url"));
    }
    return parameters;
  }

  /** Attributes can have any name, but braces or slashes would change the template. */
  private List<String> pathNames() {
    List<String> names = schema.key().stream().map(KeyAttribute::name).toList();
    return names.stream().allMatch(attribute -> attribute.matches("[\\w.-]+"))
        ? names
        : List.of("partition", "sort").subList(0, names.size());
  }

  ObjectNode item() {
    ObjectNode item = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = item.putObject("properties");
    schema.key().forEach(key -> properties.set(key.name(), attribute(key, "base64")));
    schema.indexed().forEach(key -> properties.set(key.name(), attribute(key, "base64")));
    properties
        .putObject("_version")
        .put("type", "string")
        .put("format", "uuid")
        .put("readOnly", true)
        .put(
            "description",
            "The version of the item, which every write sets; in a PUT or PATCH, the version to"
                + " replace");
    return item.put("additionalProperties", true);
  }

  /** Returns the schema of a key without other attributes. */
  ObjectNode key() {
    ObjectNode item = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = item.putObject("properties");
    ArrayNode required = item.putArray("required");
    for (KeyAttribute key : schema.key()) {
      properties.set(key.name(), attribute(key, "base64"));
      required.add(key.name());
    }
    return item.put("additionalProperties", false);
  }

  /** Returns the schema of a key with an optional version to delete. */
  ObjectNode keyToDelete() {
    ObjectNode key = key();
    key.withObjectProperty("properties")
        .putObject("_version")
        .put("type", "string")
        .put("description", "The version to delete; if absent, any version is deleted");
    return key;
  }

  ObjectNode page() {
    ObjectNode page = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = page.putObject("properties");
    properties.putObject("items").put("type", "array").set("items", Content.schema(name + ".Item"));
    properties
        .putObject("next")
        .put("type", "string")
        .put("description", "The cursor of the next page; absent on the last page.");
    properties.set("stopped", Content.schema("Stopped"));
    properties
        .putObject("missing")
        .put("type", "array")
        .put("description", "The requested keys that have no item.")
        .putObject("items")
        .put("type", "object");
    page.putArray("required").add("items");
    return page;
  }

  private ObjectNode attribute(KeyAttribute attribute, String encoding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (attribute.type() == KeyType.N) {
      return json.put("type", "number");
    }
    json.put("type", "string").put("minLength", 1);
    return attribute.type() == KeyType.B
        ? json.put("contentEncoding", encoding)
        : json.put("maxLength", schema.maxBytes(attribute));
  }
}
