package dev.larder.dynamo;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition on an item, for DynamoDB to evaluate. Names and values are no part of the text that
 * it becomes, see {@link Expression}.
 */
public sealed interface Condition {

  /** No condition: holds for every item, and for none. */
  Condition ALWAYS = new All(List.of());

  record Exists(String attribute) implements Condition {}

  record Equal(String attribute, AttributeValue value) implements Condition {}

  record Less(String attribute, AttributeValue value) implements Condition {}

  record Between(String attribute, AttributeValue least, AttributeValue most)
      implements Condition {}

  /** At most 100 values, DynamoDB's limit; holds for none where there are none. */
  record In(String attribute, List<AttributeValue> values) implements Condition {}

  record Not(Condition condition) implements Condition {}

  record All(List<Condition> conditions) implements Condition {}

  record Any(List<Condition> conditions) implements Condition {}

  static Condition exists(String attribute) {
    return new Exists(attribute);
  }

  static Condition absent(String attribute) {
    return new Not(new Exists(attribute));
  }

  static Condition stringIn(String attribute, List<String> values) {
    return new In(attribute, values.stream().map(AttributeValue::fromS).toList());
  }

  static Condition stringBefore(String attribute, String value) {
    return new Less(attribute, AttributeValue.fromS(value));
  }

  static Condition numberBefore(String attribute, long value) {
    return new Less(attribute, AttributeValue.fromN(String.valueOf(value)));
  }

  /** Holds for numbers within the bounds, which belong to it. */
  static Condition numberBetween(String attribute, long least, long most) {
    return new Between(
        attribute,
        AttributeValue.fromN(String.valueOf(least)),
        AttributeValue.fromN(String.valueOf(most)));
  }

  /** Holds while every attribute of the item still has its value. */
  static Condition holds(Item item) {
    return new All(
        item.attributes().entrySet().stream()
            .<Condition>map(attribute -> new Equal(attribute.getKey(), attribute.getValue()))
            .toList());
  }

  default Condition and(Condition other) {
    if (this.equals(ALWAYS)) {
      return other;
    }
    return other.equals(ALWAYS) ? this : new All(List.of(this, other));
  }

  default Condition or(Condition other) {
    return new Any(List.of(this, other));
  }

  default Condition negated() {
    return new Not(this);
  }
}
