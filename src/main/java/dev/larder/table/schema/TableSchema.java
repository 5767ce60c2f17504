package dev.larder.table.schema;

import dev.larder.dynamo.item.DynamoNumber;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.Literal;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.UuidV7;
import dev.larder.text.PercentEncoding;
import dev.larder.text.SimilarNames;
import dev.larder.text.Unicode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table's key, its indexes, and the types of all key attributes.
 *
 * @param key the attributes of an item's path, in its order
 * @param partitionKey how the partition key of the table is composed of attributes of an item
 * @param sortKey how the sort key is composed; empty if the table has none
 * @param indexed the attributes in keys of indexes that are not in {@code key}
 * @param indexes the indexes that queries can use; empty if they have not been loaded
 * @param building the indexes that DynamoDB is creating, which no query can use yet
 */
public record TableSchema(
    List<KeyAttribute> key,
    KeyTemplate partitionKey,
    Optional<KeyTemplate> sortKey,
    List<KeyAttribute> indexed,
    List<TableIndex> indexes,
    List<TableIndex> building) {

  /** DynamoDB's limits for keys, in bytes. */
  public static final int MAX_PARTITION_BYTES = 2048;

  public static final int MAX_SORT_BYTES = 1024;

  private static final Pattern KEY_ATTRIBUTE = Pattern.compile("\\s*([^:,]+?)\\s*:\\s*([SNB])\\s*");

  public TableSchema {
    key = List.copyOf(key);
    indexed = List.copyOf(indexed);
    indexes = List.copyOf(indexes);
    building = List.copyOf(building);
  }

  /** A table whose indexes do not matter. */
  public TableSchema(KeyAttribute partition, Optional<KeyAttribute> sort) {
    this(partition, sort, List.of(), List.of());
  }

  /** A table all of whose indexes can be used. */
  public TableSchema(
      KeyAttribute partition,
      Optional<KeyAttribute> sort,
      List<KeyAttribute> indexed,
      List<TableIndex> indexes) {
    this(partition, sort, indexed, indexes, List.of());
  }

  /** A table whose key attributes are attributes of the items. */
  public TableSchema(
      KeyAttribute partition,
      Optional<KeyAttribute> sort,
      List<KeyAttribute> indexed,
      List<TableIndex> indexes,
      List<TableIndex> building) {
    this(
        Stream.concat(Stream.of(partition), sort.stream()).toList(),
        KeyTemplate.of(partition),
        sort.map(KeyTemplate::of),
        indexed,
        indexes,
        building);
  }

  /** The templates of the table's key and that of an index. */
  private Stream<KeyTemplate> templates(Optional<TableIndex> index) {
    return Stream.of(
            Stream.of(partitionKey),
            sortKey.stream(),
            index.stream().flatMap(TableIndex::templates))
        .flatMap(each -> each);
  }

  /** The keys of an item in the table and an index, as they are stored. */
  public Item position(Optional<TableIndex> index, Item item) {
    Map<String, AttributeValue> position = new LinkedHashMap<>();
    templates(index)
        .forEach(
            template ->
                template
                    .compose(item, ProblemType.INVALID_ITEM)
                    .ifPresent(value -> position.put(template.stored().name(), value)));
    return Item.of(position);
  }

  /** The table as it will be when DynamoDB has created all indexes. */
  public TableSchema completed() {
    return withIndexes(Stream.concat(indexes.stream(), building.stream()).toList(), List.of());
  }

  /** This table with other states of its indexes. */
  public TableSchema withIndexes(List<TableIndex> usable, List<TableIndex> unfinished) {
    return new TableSchema(key, partitionKey, sortKey, indexed, usable, unfinished);
  }

  /** The names of the key attributes as they are stored, partition key first. */
  public List<String> storedKey() {
    return storedAttributes().stream().map(KeyAttribute::name).toList();
  }

  /** The key attributes as they are stored, partition key first. */
  public List<KeyAttribute> storedAttributes() {
    return Stream.concat(Stream.of(partitionKey), sortKey.stream())
        .map(KeyTemplate::stored)
        .toList();
  }

  /** This table, but only with the indexes that a description of it has, each in its state. */
  public TableSchema withStateOf(TableSchema described) {
    List<TableIndex> all = completed().indexes();
    return withIndexes(
        all.stream().filter(index -> hasName(described.indexes(), index)).toList(),
        all.stream().filter(index -> hasName(described.building(), index)).toList());
  }

  private static boolean hasName(List<TableIndex> indexes, TableIndex wanted) {
    return indexes.stream().anyMatch(index -> index.name().equals(wanted.name()));
  }

  /** The templates of the key attributes that are not attributes of the items themselves. */
  public List<KeyTemplate> templates() {
    return Stream.of(
            Stream.of(partitionKey),
            sortKey.stream(),
            indexes.stream().flatMap(TableIndex::templates),
            building.stream().flatMap(TableIndex::templates))
        .flatMap(each -> each)
        .filter(template -> !template.isAttribute())
        .distinct()
        .toList();
  }

  /**
   * Parses a configured key, as in {@code id:S} or {@code year:N,title:S}.
   *
   * @throws IllegalArgumentException with the rest of a sentence that begins with the setting's
   *     name
   */
  public static TableSchema parse(String key) {
    List<KeyAttribute> attributes = new ArrayList<>();
    for (String part : key.split(",", -1)) {
      Matcher matcher = KEY_ATTRIBUTE.matcher(part);
      if (!matcher.matches()
          || attributes.size() == 2
          || (attributes.size() == 1 && attributes.get(0).name().equals(matcher.group(1)))) {
        throw new IllegalArgumentException(
            "is \""
                + key
                + "\"; it must be the partition key and, if the table has one, the sort key, each"
                + " with its type S, N or B, as in id:S or year:N,title:S");
      }
      attributes.add(new KeyAttribute(matcher.group(1), KeyType.valueOf(matcher.group(2))));
    }
    return new TableSchema(attributes.get(0), attributes.stream().skip(1).findFirst());
  }

  /** The key attributes in order, as in {@code year (N), title (S)}. */
  public String describeKey() {
    return key.stream().map(TableSchema::describe).collect(Collectors.joining(", "));
  }

  /** The key attributes as they are stored. */
  public String describeStoredKey() {
    return storedAttributes().stream().map(TableSchema::describe).collect(Collectors.joining(", "));
  }

  private static String describe(KeyAttribute key) {
    return key.name() + " (" + key.type() + ")";
  }

  /**
   * The key in a path.
   *
   * @param segments the decoded path segments after the collection
   * @throws ProblemException {@code invalid-key}
   */
  public Item keyOfPath(List<String> segments) {
    return keyOfPath(key, segments);
  }

  /** As {@link #keyOfPath(List)}, for a path that names a part of the key. */
  public Item keyOfPath(List<KeyAttribute> named, List<String> segments) {
    if (segments.size() != named.size()) {
      throw new ProblemException(
          ProblemType.INVALID_KEY,
          "The key of this collection is "
              + describeKey()
              + ": its items are at /{collection}/{"
              + String.join("}/{", key().stream().map(KeyAttribute::name).toArray(String[]::new))
              + "}.");
    }
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      KeyAttribute attribute = named.get(i);
      values.put(attribute.name(), valueOf(attribute, segments.get(i)));
    }
    Item found = Item.of(values);
    composedKey().forEach(template -> template.compose(found, ProblemType.INVALID_KEY));
    return found;
  }

  /** The templates of the table's key that are not attributes of the items. */
  private Stream<KeyTemplate> composedKey() {
    return Stream.concat(Stream.of(partitionKey), sortKey.stream())
        .filter(template -> !template.isAttribute());
  }

  /**
   * The value of a key attribute in a path or query.
   *
   * @param attribute a key attribute of the table or of an index
   * @param text base64url if the attribute is binary
   * @throws ProblemException {@code invalid-key}
   */
  public AttributeValue valueOf(KeyAttribute attribute, String text) {
    AttributeValue value =
        switch (attribute.type()) {
          case S -> AttributeValue.fromS(text);
          case N -> Literal.number(text);
          case B -> {
            try {
              yield AttributeValue.fromB(base64(text.replace('-', '+').replace('_', '/')));
            } catch (IllegalArgumentException e) {
              throw new ProblemException(
                  ProblemType.INVALID_KEY,
                  "The key " + attribute.name() + " is binary. Write it as base64url.");
            }
          }
        };
    complaint(attribute, value)
        .ifPresent(
            complaint -> {
              throw new ProblemException(ProblemType.INVALID_KEY, complaint);
            });
    return value;
  }

  /** The key attribute of this name, in the table or an index; empty if no key contains it. */
  public Optional<KeyAttribute> definition(String name) {
    return Stream.concat(key().stream(), indexed.stream())
        .filter(attribute -> attribute.name().equals(name))
        .findFirst();
  }

  /** Path segments of a random key that no item has. They need no percent-encoding. */
  public List<String> unusedKey() {
    return key().stream()
        .map(
            attribute ->
                digits(attribute) > 0 ? unusedNumber(digits(attribute)) : unused(attribute))
        .toList();
  }

  /** The digits to which a number is padded in the table's key; 0 if it is not. */
  private int digits(KeyAttribute attribute) {
    return composedKey()
        .flatMap(template -> template.variables().stream())
        .filter(variable -> variable.attribute().equals(attribute))
        .mapToInt(KeyTemplate.Variable::digits)
        .filter(digits -> digits > 0)
        .min()
        .orElse(0);
  }

  private static String unusedNumber(int digits) {
    return new BigInteger(UUID.randomUUID().toString().replace("-", ""), 16)
        .mod(BigInteger.TEN.pow(digits))
        .toString();
  }

  private static String unused(KeyAttribute attribute) {
    UUID random = UUID.randomUUID();
    return switch (attribute.type()) {
      case S -> "larder-unused-" + random;
      // DynamoDB numbers have at most 38 digits.
      case N -> "-" + new BigInteger(random.toString().replace("-", ""), 16).shiftRight(2);
      case B ->
          Base64.getUrlEncoder()
              .encodeToString(random.toString().getBytes(StandardCharsets.US_ASCII));
    };
  }

  /**
   * The item's percent-encoded path below its collection.
   *
   * @throws IllegalArgumentException if a key attribute is missing or has the wrong type
   */
  public String pathOf(Item item) {
    StringBuilder path = new StringBuilder();
    for (KeyAttribute attribute : key()) {
      path.append('/').append(segment(attribute, item));
    }
    return path.toString();
  }

  /**
   * The percent-encoded path segment of an attribute.
   *
   * @throws IllegalArgumentException if the item lacks it or it has the wrong type
   */
  public static String segment(KeyAttribute attribute, Item item) {
    AttributeValue value = item.attributes().get(attribute.name());
    if (value == null || !value.type().name().equals(attribute.type().name())) {
      throw new IllegalArgumentException(
          "The item has no " + attribute.name() + " of type " + attribute.type());
    }
    return switch (attribute.type()) {
      case S -> PercentEncoding.encode(value.s());
      case N -> PercentEncoding.encode(value.n());
      case B ->
          Base64.getUrlEncoder().withoutPadding().encodeToString(value.b().asByteArrayUnsafe());
    };
  }

  /**
   * Converts key attributes to the types that the table defines: base64 text to binary.
   *
   * @throws ProblemException {@code invalid-item} if a key attribute has another type, is empty or
   *     is too long
   */
  public Item withKeyTypes(Item item) {
    Map<String, AttributeValue> changed = new LinkedHashMap<>();
    List<KeyAttribute> defined = new ArrayList<>(key());
    defined.addAll(indexed);
    for (KeyAttribute attribute : defined) {
      AttributeValue value = item.attributes().get(attribute.name());
      if (value != null) {
        AttributeValue typed = withKeyTypes(attribute, value);
        if (typed != value) {
          changed.put(attribute.name(), typed);
        }
        complaint(attribute, typed)
            .ifPresent(
                complaint -> {
                  throw invalid(attribute, complaint);
                });
      }
    }
    return changed.isEmpty() ? item : item.with(Item.of(changed));
  }

  private AttributeValue withKeyTypes(KeyAttribute attribute, AttributeValue value) {
    if (attribute.type() == KeyType.B && value.type() == AttributeValue.Type.S) {
      try {
        return AttributeValue.fromB(base64(value.s()));
      } catch (IllegalArgumentException e) {
        throw invalid(attribute, "The key " + attribute.name() + " is binary. Send it as base64.");
      }
    }
    return value;
  }

  /**
   * The key of an item.
   *
   * @param item an item that {@link #withKeyTypes} returned
   * @throws ProblemException {@code invalid-item} if a key attribute is missing
   */
  public Item keyOf(Item item) {
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    for (KeyAttribute attribute : key()) {
      AttributeValue value = item.attributes().get(attribute.name());
      if (value == null) {
        throw missing(attribute, item);
      }
      key.put(attribute.name(), value);
    }
    return Item.of(key);
  }

  /** The {@code invalid-item} problem of an item that lacks a key attribute. */
  public ProblemException missing(KeyAttribute attribute, Item item) {
    return invalid(
        attribute,
        "The key attribute "
            + attribute.name()
            + " is missing"
            + SimilarNames.of(attribute.name(), item.attributes().keySet())
                .map(similar -> ", but \"" + similar + "\" is there; names must be exact")
                .orElse("")
            + ". The key of this collection is "
            + describeKey()
            + ".");
  }

  /**
   * Adds a new UUIDv7 for each string attribute of the key that the item lacks.
   *
   * @param allowed the attributes that can be generated; empty for all
   */
  public Item withGeneratedKey(Item item, Optional<Set<String>> allowed) {
    Item result = item;
    for (KeyAttribute attribute : key()) {
      if (attribute.type() == KeyType.S
          && !result.has(attribute.name())
          && allowed.map(names -> names.contains(attribute.name())).orElse(true)) {
        result = result.with(attribute.name(), UuidV7.next());
      }
    }
    return result;
  }

  /** Whether DynamoDB considers the two items' values of a key attribute equal, as 1 and 1.0. */
  public boolean sameValue(KeyAttribute attribute, Item one, Item other) {
    AttributeValue value = one.attributes().get(attribute.name());
    AttributeValue otherValue = other.attributes().get(attribute.name());
    return attribute.type() == KeyType.N
        ? new BigDecimal(value.n()).compareTo(new BigDecimal(otherValue.n())) == 0
        : value.equals(otherValue);
  }

  /**
   * Whether an item has exactly the attributes of a position in the table or an index, as they are
   * stored, each with its key type.
   */
  public boolean isPosition(Optional<TableIndex> index, Item item) {
    Map<String, KeyAttribute> expected = new LinkedHashMap<>();
    templates(index).forEach(template -> expected.put(template.stored().name(), template.stored()));
    return item.attributes().keySet().equals(expected.keySet())
        && expected.values().stream()
            .allMatch(key -> hasType(key, item.attributes().get(key.name())));
  }

  private static boolean hasType(KeyAttribute attribute, AttributeValue value) {
    return value.type().name().equals(attribute.type().name());
  }

  private Optional<String> complaint(KeyAttribute attribute, AttributeValue value) {
    String name = attribute.name();
    if (!hasType(attribute, value)) {
      return Optional.of(
          switch (attribute.type()) {
            case S -> "The key " + name + " must be a string.";
            case N -> "The key " + name + " must be a number.";
            case B -> "The key " + name + " is binary. Send it as base64.";
          });
    }
    if (attribute.type() == KeyType.N) {
      return DynamoNumber.validate(value.n())
          .map(why -> "The key " + name + " is not a valid number: " + why + ".");
    }
    int bytes =
        attribute.type() == KeyType.S
            ? Unicode.utf8Length(value.s())
            : value.b().asByteArrayUnsafe().length;
    if (bytes == 0) {
      return Optional.of(
          "The key " + name + " is empty, but a key in DynamoDB must have at least one byte.");
    }
    // The least of the limits first: nearly every key is shorter.
    if (bytes <= MAX_SORT_BYTES || bytes <= maxBytes(attribute)) {
      return Optional.empty();
    }
    return Optional.of(
        "The key "
            + name
            + " has "
            + bytes
            + " bytes, but DynamoDB allows at most "
            + maxBytes(attribute)
            + ".");
  }

  /** DynamoDB's limit for a string or binary value of this key attribute, in bytes. */
  public int maxBytes(KeyAttribute attribute) {
    return Stream.concat(
                sortKey.stream(), indexes.stream().flatMap(index -> index.sortKey().stream()))
            .flatMap(template -> template.variables().stream())
            .anyMatch(variable -> variable.attribute().equals(attribute))
        ? MAX_SORT_BYTES
        : MAX_PARTITION_BYTES;
  }

  private static SdkBytes base64(String text) {
    return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
  }

  private static ProblemException invalid(KeyAttribute attribute, String detail) {
    return new ProblemException(ProblemType.INVALID_ITEM, detail)
        .with("pointer", JsonPointers.to(attribute.name()));
  }
}
