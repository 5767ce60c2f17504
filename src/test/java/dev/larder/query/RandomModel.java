package dev.larder.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Tables that several collections share, with random templates. It composes keys in its own, plain
 * way.
 */
final class RandomModel {
  static final int ITEMS = 120;

  private static final int TABLES = 8;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)(?::0(\\d+))?\\}");

  /** Attributes of keys that are strings, and those that are numbers. */
  private static final List<String> STRINGS = List.of("a", "b", "c", "d");

  private static final List<String> NUMBERS = List.of("m", "n");

  private static final List<String> TEXTS =
      List.of("a", "ab", "abc", "a b", "a!", "b", "B", "é", "🙂", "x:y", "1", "10", "9", "-1");

  private final Random random;
  private final ObjectNode model = JSON.createObjectNode();
  private final List<Kind> kinds = new ArrayList<>();

  /**
   * A key attribute.
   *
   * @param type as it is stored
   */
  record KeyPart(String stored, String type, String template) {
    List<String> variables() {
      Matcher variable = VARIABLE.matcher(template);
      return variable.results().map(found -> found.group(1)).toList();
    }

    /** Whether the values of an attribute are in its order. */
    boolean sorts(Kind kind, String name) {
      return !kind.isNumber(name) || type.equals("N") || template.contains("{" + name + ":");
    }

    Optional<AttributeValue> of(JsonNode item) {
      if (!variables().stream().allMatch(item::has)) {
        return Optional.empty();
      }
      if (type.equals("N")) {
        return Optional.of(number(item.path(variables().get(0))));
      }
      return Optional.of(
          AttributeValue.fromS(
              VARIABLE
                  .matcher(template)
                  .replaceAll(
                      found -> {
                        JsonNode value = item.path(found.group(1));
                        String text = value.isNumber() ? number(value).n() : value.asText();
                        return Matcher.quoteReplacement(
                            found.group(2) == null
                                ? text
                                : "0".repeat(Integer.parseInt(found.group(2)) - text.length())
                                    + text);
                      })));
    }
  }

  private static AttributeValue number(JsonNode value) {
    BigDecimal number = value.decimalValue();
    return AttributeValue.fromN(
        number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
  }

  /** A table or one of its indexes. */
  record Place(String index, KeyPart partition, Optional<KeyPart> sort, boolean projectsAll) {
    Stream<KeyPart> parts() {
      return Stream.concat(Stream.of(partition), sort.stream());
    }

    boolean has(JsonNode item) {
      return parts().allMatch(part -> part.of(item).isPresent());
    }
  }

  /** A collection. */
  record Kind(
      String name, String table, List<Place> places, Map<String, String> type, boolean stores) {

    List<KeyPart> key() {
      return places.get(0).parts().toList();
    }

    boolean isNumber(String attribute) {
      return NUMBERS.contains(attribute);
    }

    String anyAttribute(Random random) {
      return pick(random, List.of("a", "b", "c", "d", "m", "n", "o"));
    }

    JsonNode value(String attribute, Random random) {
      return valueOf(attribute, random);
    }

    Map<String, AttributeValue> key(Map<String, AttributeValue> stored) {
      Map<String, AttributeValue> key = new TreeMap<>();
      key().forEach(part -> key.put(part.stored(), stored.get(part.stored())));
      return key;
    }

    Map<String, AttributeValue> stored(JsonNode item) {
      Map<String, AttributeValue> stored = new HashMap<>();
      item.properties()
          .forEach(
              each ->
                  stored.put(
                      each.getKey(),
                      each.getValue().isNumber()
                          ? number(each.getValue())
                          : AttributeValue.fromS(each.getValue().asText())));
      if (!stores) {
        Map<String, AttributeValue> all = Map.copyOf(stored);
        places.stream()
            .filter(place -> place.has(item))
            .flatMap(Place::parts)
            .filter(part -> !part.template().equals("{" + part.stored() + "}"))
            .flatMap(part -> part.variables().stream())
            .forEach(stored::remove);
        places.stream()
            .flatMap(Place::parts)
            .map(KeyPart::stored)
            .filter(all::containsKey)
            .forEach(name -> stored.put(name, all.get(name)));
      }
      for (Place place : places) {
        if (place.has(item)) {
          place.parts().forEach(part -> stored.put(part.stored(), part.of(item).orElseThrow()));
        }
      }
      type.forEach((name, value) -> stored.put(name, AttributeValue.fromS(value)));
      return stored;
    }
  }

  RandomModel(Random random) {
    this.random = random;
    model.putObject("tables");
    model.putObject("collections");
    for (int i = 0; i < TABLES; i++) {
      addTable("table" + i);
    }
  }

  String json() {
    return model.toString();
  }

  List<Kind> kinds() {
    return kinds;
  }

  private static <T> T pick(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Index names with their key attributes and types, as {@code PK:S}. */
  private void addTable(String table) {
    ObjectNode json = ((ObjectNode) model.get("tables")).putObject(table);
    Map<String, List<String>> places = new LinkedHashMap<>();
    places.put(
        "",
        pick(
            random,
            List.of(
                List.of("PK:S", "SK:S"),
                List.of("PK:S", "SK:S"),
                List.of("PK:S", "SK:N"),
                List.of("PK:S"),
                List.of("a:S", "SK:S"))));
    key(json.putObject("key"), places.get(""));
    ObjectNode indexes = json.putObject("indexes");
    Map<String, Boolean> whole = new HashMap<>(Map.of("", true));
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String name = "GSI" + i;
      boolean local = places.get("").size() == 2 && random.nextInt(5) == 0;
      String partition = local ? places.get("").get(0) : name + "PK:S";
      String sort = name + "SK:" + (random.nextInt(4) == 0 ? "N" : "S");
      List<String> key =
          switch (local ? 1 : random.nextInt(6)) {
            case 0 -> List.of(partition);
            case 2 -> List.of("c:S", "m:N");
            case 3 -> List.of(partition, "d:S");
            default -> List.of(partition, sort);
          };
      places.put(name, key);
      ObjectNode index = indexes.putObject(name);
      key(index.putObject("key"), key);
      if (local) {
        index.put("local", true);
      }
      switch (random.nextInt(4)) {
        case 0 -> index.put("projection", "KEYS_ONLY");
        case 1 -> index.putArray("projection").add("id").add("o");
        default -> {}
      }
      whole.put(name, !index.has("projection"));
    }
    int typing = random.nextInt(3);
    int collections = 1 + random.nextInt(3);
    for (int i = 0; i < collections; i++) {
      boolean typed = typing == 0 || typing == 1 && i > 0;
      addCollection(table, "k" + kinds.size(), i, places, whole, typed, typing == 1);
    }
  }

  private static void key(ObjectNode json, List<String> key) {
    key.forEach(each -> json.put(name(each), each.split(":", -1)[1]));
  }

  private static String name(String attribute) {
    return attribute.substring(0, attribute.indexOf(':'));
  }

  private void addCollection(
      String table,
      String name,
      int number,
      Map<String, List<String>> places,
      Map<String, Boolean> whole,
      boolean typed,
      boolean mixed) {
    Map<String, String> type = typed ? Map.of("kind", name) : Map.of();
    List<Place> made = new ArrayList<>();
    List<String> key = places.get("");
    String telling = key.get(key.size() - 1).endsWith(":S") ? key.get(key.size() - 1) : key.get(0);
    Map<String, KeyPart> parts = new LinkedHashMap<>();
    places.forEach(
        (index, attributes) -> {
          for (String attribute : attributes) {
            String stored = name(attribute);
            String keyType = attribute.split(":", -1)[1];
            boolean tells = index.isEmpty() && attribute.equals(telling) && (!typed || mixed);
            parts.computeIfAbsent(
                stored, of -> part(of, keyType, index.isEmpty(), tells ? "K" + number + "#" : ""));
          }
          made.add(
              new Place(
                  index,
                  parts.get(name(attributes.get(0))),
                  attributes.stream().skip(1).map(each -> parts.get(name(each))).findFirst(),
                  whole.get(index)));
        });
    Kind kind = new Kind(name, table, List.copyOf(made), type, random.nextInt(4) > 0);
    kinds.add(kind);
    ObjectNode json = ((ObjectNode) model.get("collections")).putObject(name);
    json.put("table", table);
    ObjectNode keys = json.putObject("keys");
    parts.values().stream()
        .filter(part -> !part.template().equals("{" + part.stored() + "}"))
        .forEach(part -> keys.put(part.stored(), part.template()));
    if (typed) {
      json.putObject("type").put("kind", name);
    }
    if (!kind.stores()) {
      json.put("store", false);
    }
    ObjectNode properties = json.putObject("schema").put("type", "object").putObject("properties");
    NUMBERS.forEach(each -> properties.putObject(each).put("type", "number"));
  }

  /**
   * @param tells the text that tells the keys of the collection from others
   */
  private KeyPart part(String stored, String type, boolean ofTable, String tells) {
    if (STRINGS.contains(stored) && tells.isEmpty() || NUMBERS.contains(stored)) {
      return new KeyPart(stored, type, "{" + stored + "}");
    }
    if (type.equals("N")) {
      return new KeyPart(stored, type, "{" + pick(random, NUMBERS) + "}");
    }
    List<String> strings = new ArrayList<>(STRINGS);
    strings.remove(stored);
    Collections.shuffle(strings, random);
    String one = "{" + strings.get(0) + "}";
    String other = "{" + strings.get(1) + "}";
    String text =
        switch (random.nextInt(ofTable ? 6 : 8)) {
          case 0 -> one;
          case 1 -> "A#" + one;
          case 2 -> one + "#" + other;
          case 3 -> "A#" + one + "#B#" + other;
          case 4 -> "L#{n:04}" + (random.nextBoolean() ? "" : "#" + one);
          case 5 -> one + "#{n:03}#end";
          case 6 -> one + "#{m}";
          default -> "ALL";
        };
    return new KeyPart(stored, type, tells + text);
  }

  ObjectNode item(Kind kind, String id, Random random) {
    ObjectNode item = JSON.createObjectNode();
    item.put("id", id);
    List<String> key = kind.key().stream().flatMap(part -> part.variables().stream()).toList();
    for (String name : List.of("a", "b", "c", "d", "m", "n")) {
      if (key.contains(name) || random.nextInt(6) > 0) {
        item.set(name, valueOf(name, random));
      }
    }
    if (random.nextBoolean()) {
      item.set("o", valueOf("o", random));
    }
    return item;
  }

  private static JsonNode valueOf(String attribute, Random random) {
    return switch (attribute) {
      case "n" -> JSON.getNodeFactory().numberNode(random.nextInt(120));
      case "m" ->
          JSON.getNodeFactory()
              .numberNode(new BigDecimal(random.nextInt(60) - 20).movePointLeft(random.nextInt(2)));
      default -> JSON.getNodeFactory().textNode(pick(random, TEXTS));
    };
  }

  /** As {@link JsonNode#equals(java.util.Comparator, JsonNode)} wants it: 0 for the same value. */
  static int compare(JsonNode one, JsonNode other) {
    boolean same =
        one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue()) == 0
            : one.equals(other);
    return same ? 0 : 1;
  }
}
