package dev.larder.openapi;

import static dev.larder.table.filter.Operator.CONTAINS;
import static dev.larder.table.filter.Operator.EQ;
import static dev.larder.table.filter.Operator.EXISTS;
import static dev.larder.table.filter.Operator.GT;
import static dev.larder.table.filter.Operator.GTE;
import static dev.larder.table.filter.Operator.IN;
import static dev.larder.table.filter.Operator.LT;
import static dev.larder.table.filter.Operator.LTE;
import static dev.larder.table.filter.Operator.NE;
import static dev.larder.table.filter.Operator.PREFIX;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.table.filter.Operator;
import dev.larder.text.FieldPaths;
import java.util.List;
import java.util.Map;

/**
 * Describes the conditions of a query: a parameter for each attribute with a known type and each
 * operator that suits the type. The values of an {@code in} are sent as a parameter each, because
 * some clients encode the commas of a list, which are then part of a value. So there is no {@code
 * between}; {@code gte} and {@code lte} say the same.
 */
final class FilterParameters {
  private static final List<Operator> OF_NUMBERS = List.of(EQ, NE, LT, LTE, GT, GTE, IN, EXISTS);

  private static final List<Operator> OF_TEXTS =
      List.of(EQ, NE, LT, LTE, GT, GTE, PREFIX, CONTAINS, IN, EXISTS);

  private static final List<Operator> WITH_KNOWN_VALUES = List.of(EQ, NE, IN);

  private final ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
  private final int maxValues;

  private FilterParameters(int maxValues) {
    this.maxValues = maxValues;
  }

  /**
   * @param properties the schemas of the attributes
   * @param maxValues how many values an {@code in} can have
   */
  static ArrayNode of(Map<String, ObjectNode> properties, int maxValues) {
    FilterParameters filters = new FilterParameters(maxValues);
    properties.forEach(filters::add);
    return filters.parameters;
  }

  private void add(String attribute, ObjectNode property) {
    for (Operator operator : operators(property)) {
      parameters
          .addObject()
          .put("name", name(attribute, operator))
          .put("in", "query")
          .set("schema", schema(property, operator));
    }
  }

  /** Without the operator eq, unless that were the name of another parameter. */
  private static String name(String attribute, Operator operator) {
    String name = FieldPaths.text(List.of(attribute));
    return operator == EQ && !CollectionOperations.OF_LIST.contains(attribute)
        ? name
        : name + '[' + operator.text() + ']';
  }

  private static List<Operator> operators(ObjectNode property) {
    return switch (type(property)) {
      case "integer", "number" -> OF_NUMBERS;
      case "string" -> property.has("contentEncoding") ? List.of(EQ, NE, IN) : OF_TEXTS;
      case "boolean" -> List.of(EQ, NE, EXISTS);
      case "array" -> List.of(CONTAINS, EXISTS);
      default -> List.of(EXISTS);
    };
  }

  /** Of several types the first that is not null. */
  private static String type(JsonNode property) {
    JsonNode type = property.path("type");
    return type.isArray()
        ? type.valueStream()
            .map(JsonNode::asText)
            .filter(each -> !each.equals("null"))
            .findFirst()
            .orElse("")
        : type.asText();
  }

  private ObjectNode schema(ObjectNode property, Operator operator) {
    return switch (operator) {
      case EXISTS -> JsonNodeFactory.instance.objectNode().put("type", "boolean");
      case IN -> array(value(property, operator));
      case CONTAINS -> value(property.path("items").isObject() ? property.path("items") : property);
      default -> value(property, operator);
    };
  }

  private ObjectNode array(ObjectNode items) {
    ObjectNode array = JsonNodeFactory.instance.objectNode().put("type", "array");
    array.set("items", items);
    return array.put("minItems", 1).put("maxItems", maxValues);
  }

  private static ObjectNode value(JsonNode property, Operator operator) {
    ObjectNode value = value(property);
    if (WITH_KNOWN_VALUES.contains(operator) && property.has("enum")) {
      value.set("enum", property.path("enum"));
    }
    return value;
  }

  private static ObjectNode value(JsonNode property) {
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    value.put("type", type(property).isEmpty() ? "string" : type(property));
    // In a query, binary values are base64url.
    return property.has("contentEncoding") ? value.put("contentEncoding", "base64url") : value;
  }
}
