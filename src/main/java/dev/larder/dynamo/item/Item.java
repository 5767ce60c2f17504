package dev.larder.dynamo.item;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A DynamoDB item, or the attributes of a key: names and typed values. Immutable. Its attribute
 * values are for the repositories; everybody else passes it on whole.
 */
public final class Item {
  private final Map<String, AttributeValue> attributes;

  private Item(Map<String, AttributeValue> attributes) {
    this.attributes = attributes;
  }

  /** Wraps the map, which the caller gives away. */
  public static Item of(Map<String, AttributeValue> attributes) {
    return new Item(Collections.unmodifiableMap(attributes));
  }

  public Map<String, AttributeValue> attributes() {
    return attributes;
  }

  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  /** The value of a string attribute; empty where it is absent or of another type. */
  public Optional<String> string(String name) {
    return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
  }

  /** This item with one string attribute set. */
  public Item with(String name, String value) {
    return withAll(Map.of(name, AttributeValue.fromS(value)));
  }

  /** This item with all attributes of the other, which win over its own. */
  public Item with(Item other) {
    return withAll(other.attributes);
  }

  /** The attributes of these names, as far as there are. */
  public Item part(Iterable<String> names) {
    Map<String, AttributeValue> part = new LinkedHashMap<>();
    for (String name : names) {
      if (has(name)) {
        part.put(name, attributes.get(name));
      }
    }
    return of(part);
  }

  /** This item without an attribute. */
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

  /** Its levels of lists and maps, itself the first. */
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

  /** The names alone: values do not belong in a log. */
  @Override
  public String toString() {
    return "Item" + attributes.keySet();
  }
}
