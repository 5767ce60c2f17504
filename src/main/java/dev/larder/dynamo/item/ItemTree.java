package dev.larder.dynamo.item;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item as a tree of plain JSON that can be changed in place and converted back to an item
 * without loss. A node keeps the DynamoDB type of its value, wherever it is moved, and a
 * replacement takes over that type if it fits: a set with one more element is still a set, in which
 * a duplicate counts once. A set without elements is left out of the item, since DynamoDB has none
 * ("Supported data types" of the developer guide).
 */
public final class ItemTree {
  private static final String TOO_DEEP =
      "is nested deeper than DynamoDB's limit of " + ItemReader.MAX_DEPTH + " levels";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * The values of nodes whose type JSON does not show. Nodes are compared by identity, as equal
   * ones may occur several times and move.
   */
  private final Map<JsonNode, AttributeValue> origins = new IdentityHashMap<>();

  private final Deque<Object> place = new ArrayDeque<>();
  private final ObjectNode root;
  private final PatchSize size;

  /** Converts an item to plain JSON, as {@link ItemFormat#PLAIN} writes it. */
  public static ObjectNode of(Item item) {
    return new ItemTree(item).root();
  }

  /** A node that is equal for all spellings of a number, as 1, 1.0 and 10e-1. */
  public static DecimalNode number(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return DecimalNode.valueOf(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
  }

  public ItemTree(Item item) {
    root = object(item.attributes(), origins);
    size = new PatchSize(root);
  }

  /**
   * Reads any JSON value, with exact numbers.
   *
   * @param depth the limit for levels of arrays and objects, the outermost included
   * @param around the number of outer levels that do not count towards the depth
   * @throws ProblemException as {@link ItemReader#read} for values
   */
  public static JsonNode read(InputStream json, Limit depth, int around) throws IOException {
    return node(ItemReader.readValue(json, depth, around), new IdentityHashMap<>());
  }

  public ObjectNode root() {
    return root;
  }

  /**
   * Records that a node has replaced another, so that it takes over the type if it fits.
   *
   * @param old null if nothing was replaced
   */
  public void replaced(JsonNode old, JsonNode by) {
    if (old == null) {
      return;
    }
    AttributeValue origin = origins.get(old);
    if (origin != null) {
      origins.putIfAbsent(by, origin);
    }
    if (old.isArray() && by.isArray()) {
      for (int i = 0; i < by.size(); i++) {
        replaced(old.get(i), by.get(i));
      }
    } else if (old.isObject() && by.isObject()) {
      by.properties().forEach(member -> replaced(old.get(member.getKey()), member.getValue()));
    }
  }

  /**
   * Records which node has left the tree and which has entered it; null for none.
   *
   * @throws ProblemException {@code item-too-large} if the tree has outgrown any item. Without this
   *     limit, changes could take unbounded time: an insertion at the start of an array moves all
   *     elements.
   */
  public void exchanged(JsonNode old, JsonNode by) {
    size.exchanged(old, by);
  }

  /**
   * Copies a node together with the DynamoDB types in it.
   *
   * @throws ProblemException {@code item-too-large} if all copies in this tree together outgrow any
   *     item. Without this limit, a few operations that copy copies could exhaust the memory.
   */
  public JsonNode copyOf(JsonNode node) {
    return copy(node, 1);
  }

  /**
   * Converts the tree to an item.
   *
   * @param changed the root, or the node that has replaced it
   * @throws ProblemException {@code invalid-item} if DynamoDB cannot store the item
   */
  public Item itemOf(JsonNode changed) {
    if (!(changed instanceof ObjectNode object)) {
      throw JsonProblems.invalid(
          "", "must be a JSON object, but the patch would replace it by another value");
    }
    return Item.of(members(object, 1));
  }

  private static ObjectNode object(
      Map<String, AttributeValue> members, Map<JsonNode, AttributeValue> origins) {
    ObjectNode object = JSON.objectNode();
    members.forEach((name, value) -> object.set(name, node(value, origins)));
    return object;
  }

  private static ArrayNode array(
      List<AttributeValue> elements, Map<JsonNode, AttributeValue> origins) {
    ArrayNode array = JSON.arrayNode(elements.size());
    elements.forEach(element -> array.add(node(element, origins)));
    return array;
  }

  private static JsonNode node(AttributeValue value, Map<JsonNode, AttributeValue> origins) {
    return switch (value.type()) {
      case S -> text(value.s());
      case BOOL -> BooleanNode.valueOf(value.bool());
      case NUL -> NullNode.getInstance();
      case M -> object(value.m(), origins);
      case L -> array(value.l(), origins);
      case N -> of(number(DynamoNumber.exact(value.n())), value, origins);
      case B -> of(text(base64(value.b())), value, origins);
      case SS -> of(set(value.ss(), AttributeValue::fromS, origins), value, origins);
      case NS -> of(set(value.ns(), AttributeValue::fromN, origins), value, origins);
      case BS -> of(set(value.bs(), AttributeValue::fromB, origins), value, origins);
      default -> throw new IllegalStateException("The value has an unknown DynamoDB type");
    };
  }

  private static JsonNode of(
      JsonNode node, AttributeValue value, Map<JsonNode, AttributeValue> origins) {
    origins.put(node, value);
    return node;
  }

  private static <T> ArrayNode set(
      List<T> elements, Function<T, AttributeValue> type, Map<JsonNode, AttributeValue> origins) {
    return array(elements.stream().map(type).toList(), origins);
  }

  /**
   * Creates a new node. The factory shares one for the empty text, but {@code origins}
   * distinguishes nodes by identity.
   */
  private static TextNode text(String text) {
    return new TextNode(text);
  }

  private static String base64(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
  }

  private JsonNode copy(JsonNode node, int depth) {
    size.copied(node);
    if (!node.isContainerNode()) {
      return node;
    }
    if (depth > ItemReader.MAX_DEPTH) {
      throw JsonProblems.invalid("", TOO_DEEP);
    }
    JsonNode copy;
    if (node.isObject()) {
      ObjectNode object = JSON.objectNode();
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        object.set(member.getKey(), copy(member.getValue(), depth + 1));
      }
      copy = object;
    } else {
      ArrayNode array = JSON.arrayNode(node.size());
      for (JsonNode element : node) {
        array.add(copy(element, depth + 1));
      }
      copy = array;
    }
    AttributeValue origin = origins.get(node);
    if (origin != null) {
      origins.put(copy, origin);
    }
    return copy;
  }

  private Map<String, AttributeValue> members(ObjectNode object, int depth) {
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      place.addLast(member.getKey());
      if (!isEmptiedSet(member.getValue())) {
        members.put(member.getKey(), value(member.getValue(), depth));
      }
      place.removeLast();
    }
    return members;
  }

  private List<AttributeValue> elements(ArrayNode array, int depth) {
    List<AttributeValue> elements = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      place.addLast(i);
      if (!isEmptiedSet(array.get(i))) {
        elements.add(value(array.get(i), depth));
      }
      place.removeLast();
    }
    return elements;
  }

  private boolean isEmptiedSet(JsonNode node) {
    if (!node.isArray() || !node.isEmpty()) {
      return false;
    }
    AttributeValue origin = origins.get(node);
    return origin != null && (origin.hasSs() || origin.hasNs() || origin.hasBs());
  }

  private AttributeValue value(JsonNode node, int depth) {
    AttributeValue origin = origins.get(node);
    AttributeValue fitting = origin == null ? null : fitting(origin, node);
    if (fitting != null) {
      return fitting;
    }
    return switch (node.getNodeType()) {
      case OBJECT -> AttributeValue.fromM(members((ObjectNode) node, deeper(depth)));
      case ARRAY -> AttributeValue.fromL(elements((ArrayNode) node, deeper(depth)));
      case STRING -> AttributeValue.fromS(node.textValue());
      case NUMBER -> AttributeValue.fromN(number(node));
      case BOOLEAN -> AttributeValue.fromBool(node.booleanValue());
      case NULL -> AttributeValue.fromNul(true);
      default -> throw new IllegalStateException("The node has no form in JSON text");
    };
  }

  /** Converts the node to the origin's type; null if it does not fit, or if JSON shows the type. */
  private AttributeValue fitting(AttributeValue origin, JsonNode node) {
    return switch (origin.type()) {
      case B -> {
        SdkBytes bytes = bytes(node);
        yield bytes == null ? null : AttributeValue.fromB(bytes);
      }
      case SS -> {
        List<String> set = set(node, origin.ss(), JsonNode::textValue, text -> text);
        yield set == null ? null : AttributeValue.fromSs(set);
      }
      case NS -> {
        List<String> set = set(node, origin.ns(), this::number, DynamoNumber::canonical);
        yield set == null ? null : AttributeValue.fromNs(set);
      }
      case BS -> {
        List<SdkBytes> set = set(node, origin.bs(), ItemTree::bytes, bytes -> bytes);
        yield set == null ? null : AttributeValue.fromBs(set);
      }
      default -> null;
    };
  }

  private static boolean isNumber(String number, JsonNode node) {
    return node.isNumber() && node.decimalValue().compareTo(DynamoNumber.exact(number)) == 0;
  }

  /** The number as text; null if the node is not a number. */
  private String number(JsonNode node) {
    if (!node.isNumber()) {
      return null;
    }
    AttributeValue origin = origins.get(node);
    return origin != null && origin.n() != null && isNumber(origin.n(), node)
        ? origin.n()
        : node.decimalValue().toPlainString();
  }

  /** Decodes the node as base64 text; null if it is not base64. */
  private static SdkBytes bytes(JsonNode node) {
    if (!node.isTextual()) {
      return null;
    }
    try {
      return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(node.textValue()));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The distinct elements of the node; null if one of them does not fit. A set has no order, so
   * that of the original stays if both have the same elements.
   */
  private static <T> List<T> set(
      JsonNode node,
      List<T> original,
      Function<JsonNode, T> element,
      Function<T, Object> identity) {
    if (!node.isArray()) {
      return null;
    }
    Map<Object, T> distinct = new LinkedHashMap<>();
    for (JsonNode each : node) {
      T value = element.apply(each);
      if (value == null) {
        return null;
      }
      distinct.putIfAbsent(identity.apply(value), value);
    }
    boolean unchanged =
        distinct.size() == original.size()
            && original.stream().map(identity).allMatch(distinct::containsKey);
    return unchanged ? original : List.copyOf(distinct.values());
  }

  private int deeper(int depth) {
    if (depth == ItemReader.MAX_DEPTH) {
      throw JsonProblems.invalid(pointer(), TOO_DEEP);
    }
    return depth + 1;
  }

  private String pointer() {
    JsonPointer pointer = JsonPointer.empty();
    for (Object step : place) {
      pointer =
          step instanceof Integer index
              ? pointer.appendIndex(index)
              : pointer.appendProperty((String) step);
    }
    return pointer.toString();
  }
}
