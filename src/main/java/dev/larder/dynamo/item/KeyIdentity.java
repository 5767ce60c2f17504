package dev.larder.dynamo.item;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which item of a table a key is of, however its numbers are written: 1 and 1.0 are one. */
public record KeyIdentity(Map<String, Object> values) {

  /** The identity of a key. */
  public static KeyIdentity of(Item key) {
    return of(key, key.attributes());
  }

  /**
   * The identity of the key that an item has.
   *
   * @param anyKey has the names of its attributes
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
}
