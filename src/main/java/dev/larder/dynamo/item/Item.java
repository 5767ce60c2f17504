package dev.larder.dynamo.item;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A DynamoDB item, or the attributes of a key: names and typed values. Immutable. Most code passes
 * an item on whole; its attribute values are for code that stores, compares or converts it.
 */
public final class Item {
  private final Map<String, AttributeValue> attributes;

  /** An item without attributes, as which conditions are evaluated where there is none. */
  public static final Item NONE = of(Map.of());

  private Item(Map<String, AttributeValue> attributes) {
    this.attributes = attributes;
  }

  /** Wraps the map without a copy; the caller must not change it afterwards. */
  public static Item of(Map<String, AttributeValue> attributes) {
    return new Item(Collections.unmodifiableMap(attributes));
  }

  public Map<String, AttributeValue> attributes() {
    return attributes;
  }

  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  /** The value of a string attribute; empty if it is absent or has another type. */
  public Optional<String> string(String name) {
    return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
  }

  /** The members of a map attribute; empty if it is absent or has another type. */
  public Optional<Item> members(String name) {
    return Optional.ofNullable(attributes.get(name))
        .filter(AttributeValue::hasM)
        .map(map -> of(map.m()));
  }

  /** This item with one string attribute set. */
  public Item with(String name, String value) {
    return withAll(Map.of(name, AttributeValue.fromS(value)));
  }

  /** This item with all attributes of the other, which replace those of the same name. */
  public Item with(Item other) {
    return withAll(other.attributes);
  }

  /** The attributes of these names; absent ones are skipped. */
  public Item select(Iterable<String> names) {
    Map<String, AttributeValue> part = new LinkedHashMap<>();
    for (String name : names) {
      if (has(name)) {
        part.put(name, attributes.get(name));
      }
    }
    return of(part);
  }

  public Item without(String name) {
    if (!has(name)) {
      return this;
    }
    Map<String, AttributeValue> rest = new LinkedHashMap<>(attributes);
    rest.remove(name);
    return of(rest);
  }

  private Item withAll(Map<String, AttributeValue> more) {
    Map<String, AttributeValue> all = new LinkedHashMap<>(attributes);
    all.putAll(more);
    return of(all);
  }

  /** Levels of lists and maps; the item itself is the first. */
  public int depth() {
    return 1 + deepest(attributes.values());
  }

  private static int deepest(Collection<AttributeValue> values) {
    int deepest = 0;
    for (AttributeValue value : values) {
      if (value.hasM()) {
        deepest = Math.max(deepest, 1 + deepest(value.m().values()));
      } else if (value.hasL()) {
        deepest = Math.max(deepest, 1 + deepest(value.l()));
      }
    }
    return deepest;
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
