package dev.larder.dynamo.item;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Identifies an item within its table. Keys whose numbers differ only in spelling, as 1 and 1.0,
 * are equal.
 */
public record KeyIdentity(Map<String, Object> values) {

  public static KeyIdentity of(Item key) {
    return of(key, key.attributes());
  }

  /**
   * The identity of an item.
   *
   * @param anyKey a key of the same table, for the names of its attributes
   */
  public static KeyIdentity of(Item anyKey, Map<String, AttributeValue> item) {
    Map<String, Object> values = new HashMap<>();
    anyKey.attributes().keySet().forEach(name -> values.put(name, value(item.get(name))));
    return new KeyIdentity(values);
  }

  private static Object value(AttributeValue value) {
    return switch (value.type()) {
      case N -> DynamoNumber.exact(value.n()).stripTrailingZeros();
      case B -> value.b();
      default -> value.s();
    };
  }

  // A native executable interprets the equals and hashCode that the compiler makes for a record.

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyIdentity key && values.equals(key.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
