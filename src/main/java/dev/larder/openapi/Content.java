package dev.larder.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.MediaTypes;
import dev.larder.http.ProblemJson;

/** The bodies of requests and responses: media types, each with a schema. */
final class Content {
  private Content() {}

  /** JSON in the plain and the typed item format, with the schemas of these names. */
  static ObjectNode of(String plain, String typed) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.putObject(ItemFormat.JSON).set("schema", schema(plain));
    content.putObject(ItemFormat.DYNAMODB_JSON).set("schema", schema(typed));
    return content;
  }

  /** A page of a collection in each of its media types. */
  static ObjectNode ofPage(String collection) {
    ObjectNode content = of(collection + ".Page", "TypedPage");
    content.putObject(MediaTypes.NDJSON).set("schema", schema("Ndjson"));
    content.putObject(MediaTypes.CSV).set("schema", schema("Csv"));
    content.putObject(MediaTypes.PLAN).set("schema", schema("Plan"));
    return content;
  }

  /** An array of what a schema describes, in each media type of a bulk body. */
  static ObjectNode ofMany(String plain) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.putObject(ItemFormat.JSON).set("schema", array(plain));
    content.putObject(ItemFormat.DYNAMODB_JSON).set("schema", array("TypedItem"));
    content.putObject(MediaTypes.NDJSON).set("schema", schema("Ndjson"));
    content.putObject(MediaTypes.CSV).set("schema", schema("Csv"));
    content.putObject(MediaTypes.TSV).set("schema", schema("Tsv"));
    return content;
  }

  /**
   * Like {@link #ofMany}, but the JSON is a single object. That it can also be an array is not in
   * the schema, because generated code has one type for each media type.
   */
  static ObjectNode ofOneOrMany(String plain) {
    ObjectNode content = ofMany(plain);
    content.withObjectProperty(ItemFormat.JSON).set("schema", schema(plain));
    content.withObjectProperty(ItemFormat.DYNAMODB_JSON).set("schema", schema("TypedItem"));
    return content;
  }

  private static ObjectNode array(String name) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
    schema.set("items", schema(name));
    return schema;
  }

  /** JSON with the schema of this name in {@code components.json}. */
  static ObjectNode ofSchema(String name) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.putObject(ItemFormat.JSON).set("schema", schema(name));
    return content;
  }

  /** Any JSON, because a job has the response of its request. */
  static ObjectNode ofResultOfJob() {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.putObject(ItemFormat.JSON).putObject("schema");
    return content;
  }

  static ObjectNode ofPatch() {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.putObject("application/merge-patch+json").set("schema", schema("MergePatch"));
    content.putObject("application/json-patch+json").set("schema", schema("JsonPatch"));
    content.putObject("application/vnd.larder.update+json").set("schema", schema("Update"));
    content.putObject(ItemFormat.JSON).set("schema", schema("MergePatch"));
    return content;
  }

  /** Many keys, each with an update; or one update of all items that match conditions. */
  static ObjectNode ofUpdates() {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.putObject("application/vnd.larder.updates+json").set("schema", array("KeyedUpdate"));
    content.putObject("application/vnd.larder.updates+x-ndjson").set("schema", schema("Ndjson"));
    content.putObject("application/vnd.larder.update+json").set("schema", schema("Update"));
    return content;
  }

  static ObjectNode ofProblem() {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.putObject(ProblemJson.MEDIA_TYPE).set("schema", schema("Problem"));
    return content;
  }

  static ObjectNode ofDocument() {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.putObject(ItemFormat.JSON).putObject("schema").put("type", "object");
    content.putObject(MediaTypes.OPENAPI).putObject("schema").put("type", "object");
    return content;
  }

  static ObjectNode schema(String name) {
    return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name);
  }
}
