package dev.larder.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An item, or the attributes of a key. Immutable.
 *
 * <pre>{@code
 * Item order = Item.of("id", "o-1", "lines", List.of(Map.of("sku", "tea", "pieces", 2)));
 * BigDecimal total = order.number("total").orElse(BigDecimal.ZERO);
 * Item shipped = order.with("status", "shipped").without("draft");
 * }</pre>
 *
 * <p>The values are those of DynamoDB: {@link String}, {@link BigDecimal}, {@link Boolean}, null,
 * {@link ByteBuffer} (read-only), {@link List}, {@link Map} by {@code String}, and {@link Set} of
 * strings, numbers or binary values. Numbers have up to 38 significant digits.
 */
public final class Item {
  private static final Item EMPTY = new Item(Map.of());

  private final Map<String, Object> attributes;

  private Item(Map<String, Object> attributes) {
    this.attributes = attributes;
  }

  /** An item without attributes. */
  public static Item of() {
    return EMPTY;
  }

  /** An item of one attribute, as the key of a table without a sort key is. */
  public static Item of(String name, Object value) {
    return EMPTY.with(name, value);
  }

  /** An item of two attributes. */
  public static Item of(String name1, Object value1, String name2, Object value2) {
    return of(name1, value1).with(name2, value2);
  }

  /** An item of three attributes. */
  public static Item of(
      String name1, Object value1, String name2, Object value2, String name3, Object value3) {
    return of(name1, value1, name2, value2).with(name3, value3);
  }

  /**
   * An item of the attributes in a map.
   *
   * @throws IllegalArgumentException as for {@link #with}
   */
  public static Item of(Map<String, ?> attributes) {
    Map<String, Object> copy = new LinkedHashMap<>();
    attributes.forEach((name, value) -> copy.put(name, valueOf(name, value)));
    return new Item(Collections.unmodifiableMap(copy));
  }

  /** Whether the item has the attribute, null values included. */
  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  /** The value of an attribute; null if it is absent or null. */
  public Object get(String name) {
    return attributes.get(name);
  }

  /** The value of a string attribute; empty if it is absent or has another type. */
  public Optional<String> string(String name) {
    return value(name, String.class);
  }

  /** The value of a number attribute; empty if it is absent or has another type. */
  public Optional<BigDecimal> number(String name) {
    return value(name, BigDecimal.class);
  }

  /** The value of a boolean attribute; empty if it is absent or has another type. */
  public Optional<Boolean> bool(String name) {
    return value(name, Boolean.class);
  }

  /** The elements of a list attribute; an empty list if it is absent or has another type. */
  @SuppressWarnings("unchecked")
  public List<Object> list(String name) {
    return value(name, List.class).orElse(List.of());
  }

  /** The members of a map attribute as an item; empty if it is absent or has another type. */
  @SuppressWarnings("unchecked")
  public Optional<Item> map(String name) {
    return value(name, Map.class).map(members -> new Item(members));
  }

  private <T> Optional<T> value(String name, Class<T> type) {
    return Optional.ofNullable(attributes.get(name)).filter(type::isInstance).map(type::cast);
  }

  /**
   * This item with one attribute set.
   *
   * @param value a string, a boolean, null, any number but NaN and infinity, {@code byte[]} or
   *     {@link ByteBuffer}, an item, a map by strings, a set of strings, of numbers or of binary
   *     values, or another collection, which becomes a list
   * @throws IllegalArgumentException if DynamoDB has no such value
   */
  public Item with(String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(attributes);
    all.put(name, valueOf(name, value));
    return new Item(Collections.unmodifiableMap(all));
  }

  /** This item without an attribute. */
  public Item without(String name) {
    if (!has(name)) {
      return this;
    }
    Map<String, Object> rest = new LinkedHashMap<>(attributes);
    rest.remove(name);
    return new Item(Collections.unmodifiableMap(rest));
  }

  /** The attributes; unmodifiable. */
  @JsonValue
  public Map<String, Object> attributes() {
    return attributes;
  }

  private static Object valueOf(String name, Object value) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number number) {
      return number(name, number);
    }
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length)).asReadOnlyBuffer();
    }
    if (value instanceof ByteBuffer bytes) {
      return bytes.asReadOnlyBuffer();
    }
    if (value instanceof Item item) {
      return item.attributes;
    }
    if (value instanceof Map<?, ?> members) {
      Map<String, Object> copy = new LinkedHashMap<>();
      members.forEach((key, member) -> copy.put(key(name, key), valueOf(name, member)));
      return Collections.unmodifiableMap(copy);
    }
    if (value instanceof Set<?> elements) {
      return set(name, elements);
    }
    if (value instanceof Collection<?> elements) {
      List<Object> copy = new ArrayList<>();
      elements.forEach(element -> copy.add(valueOf(name, element)));
      return Collections.unmodifiableList(copy);
    }
    throw new IllegalArgumentException(
        name
            + " has a value of "
            + value.getClass().getName()
            + ", which is none of DynamoDB's: convert it to a string, a number, a boolean, byte[], a"
            + " list, a map, or a set of strings, numbers or byte[]");
  }

  private static BigDecimal number(String name, Number number) {
    try {
      if (number instanceof BigDecimal exact) {
        return exact;
      }
      return number instanceof BigInteger whole
          ? new BigDecimal(whole)
          : new BigDecimal(number.toString());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          name + " is " + number + ", which is no number of DynamoDB");
    }
  }

  private static String key(String name, Object key) {
    if (key instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " is a map with a key that is no string");
  }

  private static Set<Object> set(String name, Set<?> elements) {
    Set<Object> copy = new LinkedHashSet<>();
    Class<?> type = null;
    for (Object element : elements) {
      Object value = valueOf(name, element);
      Class<?> kind =
          value instanceof String
              ? String.class
              : value instanceof BigDecimal
                  ? BigDecimal.class
                  : value instanceof ByteBuffer ? ByteBuffer.class : null;
      if (kind == null || (type != null && type != kind)) {
        throw new IllegalArgumentException(
            name + " is a set whose elements are not all strings, all numbers or all binary");
      }
      type = kind;
      copy.add(value);
    }
    if (copy.isEmpty()) {
      throw new IllegalArgumentException(name + " is an empty set, which DynamoDB does not have");
    }
    return Collections.unmodifiableSet(copy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Item item && attributes.equals(item.attributes);
  }

  @Override
  public int hashCode() {
    return attributes.hashCode();
  }

  /** Lists the attribute names only, since values must not appear in a log. */
  @Override
  public String toString() {
    return "Item" + attributes.keySet();
  }
}
