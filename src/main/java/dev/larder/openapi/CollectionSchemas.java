package dev.larder.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.larder.table.Fields;
import dev.larder.table.model.ItemPath;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Describes the items of a collection, as far as the keys of its table and indexes define them. */
final class CollectionSchemas {
  private final String name;
  private final TableSchema schema;
  private final Optional<ItemPath> path;
  private final Fields fields;
  private final Map<String, ObjectNode> properties = new LinkedHashMap<>();
  private final JsonNode example;

  /**
   * @param fields the attributes that the reader of the document may not read or write
   * @param validated the collection's JSON Schema; missing if there is none
   */
  CollectionSchemas(
      String name, TableSchema schema, Optional<ItemPath> path, Fields fields, JsonNode validated) {
    this.name = name;
    this.schema = schema;
    this.path = path;
    Map<String, ObjectNode> owned = new LooseSchema(validated).properties();
    Stream.concat(schema.key().stream(), schema.indexed().stream())
        .forEach(
            key -> properties.put(key.name(), attribute(key, owned.get(key.name()), "base64")));
    owned.forEach(properties::putIfAbsent);
    this.fields = fields;
    example = validated.path("examples").path(0).deepCopy();
    describe(fields);
  }

  private void describe(Fields fields) {
    for (String attribute : fields.kept()) {
      boolean hidden = fields.hidden().contains(attribute);
      if (hidden && fields.fixed().contains(attribute)) {
        properties.remove(attribute);
      } else {
        properties
            .computeIfAbsent(attribute, name -> JsonNodeFactory.instance.objectNode())
            .put(hidden ? "writeOnly" : "readOnly", true);
      }
      if (example instanceof ObjectNode shown) {
        shown.remove(attribute);
      }
    }
  }

  /** The schemas of the attributes on which there can be conditions, if their types are known. */
  Map<String, ObjectNode> askable() {
    Map<String, ObjectNode> askable = new LinkedHashMap<>(properties);
    askable.keySet().removeAll(fields.hidden());
    return askable;
  }

  /** Returns the template of an item's path, as in {@code /items/{id}}. */
  String pathTemplate() {
    return path.map(CollectionSchemas::template)
        .orElseGet(() -> "/" + name + "/{" + String.join("}/{", pathNames()) + "}");
  }

  /** The template of the list of items with a common parent; empty if there is none. */
  Optional<String> listTemplate() {
    return listPath().map(CollectionSchemas::template);
  }

  private Optional<ItemPath> listPath() {
    return path.flatMap(ItemPath::list).filter(list -> !list.variables().isEmpty());
  }

  /** Attributes can have any name, but some would change the template. */
  private static String template(ItemPath path) {
    StringBuilder template = new StringBuilder();
    int variable = 0;
    for (ItemPath.Segment segment : path.segments()) {
      template
          .append('/')
          .append(
              segment.isVariable()
                  ? "{" + names(path.variables()).get(variable++) + "}"
                  : segment.name());
    }
    return template.toString();
  }

  ArrayNode listParameters() {
    return pathParameters(listPath().orElseThrow().variables());
  }

  ArrayNode pathParameters() {
    return pathParameters(
        path.map(ItemPath::variables)
            .orElseGet(() -> schema.key().stream().map(KeyAttribute::name).toList()));
  }

  private ArrayNode pathParameters(List<String> attributes) {
    ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < attributes.size(); i++) {
      KeyAttribute attribute = schema.definition(attributes.get(i)).orElseThrow();
      ObjectNode parameter =
          parameters
              .addObject()
              .put("name", names(attributes).get(i))
              .put("in", "path")
              .put("required", true)
              .put("description", "The key attribute " + attribute.name());
      parameter.set("schema", attribute(attribute, properties.get(attribute.name()), "base64url"));
      parameter.set("example", example().path(attribute.name()));
    }
    return parameters;
  }

  /** Attributes can have any name, but braces or slashes would change the template. */
  private List<String> pathNames() {
    return names(schema.key().stream().map(KeyAttribute::name).toList());
  }

  private static List<String> names(List<String> attributes) {
    if (attributes.stream().allMatch(attribute -> attribute.matches("[\\w.-]+"))) {
      return attributes;
    }
    return attributes.size() <= 2
        ? List.of("partition", "sort").subList(0, attributes.size())
        : IntStream.rangeClosed(1, attributes.size()).mapToObj(i -> "key" + i).toList();
  }

  ObjectNode item() {
    ObjectNode item = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = item.putObject("properties");
    this.properties.forEach(properties::set);
    properties
        .putObject("_version")
        .put("type", "string")
        .put("format", "uuid")
        .put("readOnly", true)
        .put(
            "description",
            "The version of the item, which every write sets; in a PUT or PATCH, the version to"
                + " replace");
    item.put("additionalProperties", true).putArray("examples").add(example());
    return item;
  }

  /** Returns the schema of a key without other attributes. */
  ObjectNode key() {
    ObjectNode item = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = item.putObject("properties");
    ArrayNode required = item.putArray("required");
    for (KeyAttribute key : schema.key()) {
      properties.set(key.name(), this.properties.get(key.name()));
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
    properties
        .putObject("prev")
        .put("type", "string")
        .put(
            "description",
            "The cursor of the previous page; absent on the first page, and in a scan.");
    properties.set("count", Content.schema("Count"));
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

  /** An item with the key that the example of a path has, so that both can be sent as they are. */
  private ObjectNode example() {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    for (KeyAttribute key : schema.key()) {
      JsonNode given = example.path(key.name());
      item.set(key.name(), given.isMissingNode() ? exampleOf(key.type()) : given);
    }
    if (example.isObject()) {
      example.properties().forEach(each -> item.set(each.getKey(), each.getValue()));
    } else if (properties.size() == schema.key().size()) {
      item.put("name", "Ada");
    }
    return item;
  }

  private static JsonNode exampleOf(KeyType type) {
    return switch (type) {
      case S -> TextNode.valueOf("ada");
      case N -> IntNode.valueOf(1815);
      case B -> TextNode.valueOf("YWRh");
    };
  }

  /**
   * @param owned what the collection's JSON Schema says of it; null if there is none
   */
  private ObjectNode attribute(KeyAttribute attribute, ObjectNode owned, String encoding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (owned != null) {
      json.setAll(owned);
    }
    if (attribute.type() == KeyType.N) {
      return json.put("type", json.path("type").asText().equals("integer") ? "integer" : "number");
    }
    json.put("type", "string").put("minLength", 1);
    return attribute.type() == KeyType.B
        ? json.put("contentEncoding", encoding)
        : json.put("maxLength", schema.maxBytes(attribute));
  }
}
