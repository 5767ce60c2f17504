package dev.larder.table.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Copies a schema into another document, where its references must lead to the copy. */
final class EmbeddedSchema {
  /** Keywords whose meaning depends on the document around them. */
  private static final List<String> OF_RESOURCE =
      List.of("$anchor", "$dynamicAnchor", "$dynamicRef");

  private final JsonNode root;
  private final String id;

  private EmbeddedSchema(JsonNode root) {
    this.root = root;
    this.id = root.path("$id").asText();
  }

  /**
   * Rewrites the references, because many programs that read such a document resolve them within
   * all of it. A schema in which that is not enough keeps them, and has an {@code $id}, within
   * which a JSON Schema resolves them.
   *
   * @param place where the document has the copy, as in {@code #/components/schemas/a}
   */
  static JsonNode of(JsonNode document, String place) {
    EmbeddedSchema copy = new EmbeddedSchema(document.deepCopy());
    if (copy.root instanceof ObjectNode object) {
      copy.embed(object, place);
    }
    return copy.root;
  }

  private void embed(ObjectNode object, String place) {
    List<JsonNode> schemas = List.copyOf(Subschemas.of(object).values());
    if (schemas.stream().allMatch(this::isMovable)) {
      object.remove(List.of("$id", "$schema"));
      for (JsonNode schema : schemas) {
        if (schema.has("$ref")) {
          String reference = schema.path("$ref").asText();
          ((ObjectNode) schema)
              .put("$ref", place + reference.substring(reference.indexOf('#') + 1));
        }
      }
    } else if (id.isEmpty()) {
      object.put("$id", "urn:larder:schema:" + place.substring(place.lastIndexOf('/') + 1));
    }
  }

  private boolean isMovable(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    boolean isWithin = reference.matches("#(/.*)?") || reference.startsWith(id + "#/");
    return (schema == root || !schema.has("$id"))
        && OF_RESOURCE.stream().noneMatch(schema::has)
        && (!schema.has("$ref") || isWithin);
  }
}
