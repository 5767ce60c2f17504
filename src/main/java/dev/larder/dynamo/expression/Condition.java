package dev.larder.dynamo.expression;

import dev.larder.dynamo.item.Item;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition on an item, which DynamoDB evaluates as an expression ({@link Placeholders}) or
 * Larder in memory ({@link #holdsFor}). A path is the name of an attribute, then the names of the
 * members that lead to a value inside of maps.
 */
public sealed interface Condition {

  /** No condition: holds for every item, and if no item exists. */
  Condition ALWAYS = new All(List.of());

  /** A condition on the value at a path. */
  sealed interface OnValue extends Condition {
    List<String> path();

    /** The same condition on the value at another path. */
    OnValue at(List<String> other);
  }

  record Exists(List<String> path) implements OnValue {
    @Override
    public OnValue at(List<String> other) {
      return new Exists(other);
    }

    @Override
    public boolean holdsFor(Item item) {
      return valueAt(path, item) != null;
    }
  }

  /**
   * Holds for values of the same type that compare as given. Only S, N and B values have an order.
   */
  record Compared(List<String> path, Comparison comparison, AttributeValue value)
      implements OnValue {
    @Override
    public OnValue at(List<String> other) {
      return new Compared(other, comparison, value);
    }

    @Override
    public boolean holdsFor(Item item) {
      return comparison.holds(valueAt(path, item), value);
    }
  }

  /** The range includes both bounds. */
  record Between(List<String> path, AttributeValue least, AttributeValue most) implements OnValue {
    @Override
    public OnValue at(List<String> other) {
      return new Between(other, least, most);
    }

    @Override
    public boolean holdsFor(Item item) {
      AttributeValue value = valueAt(path, item);
      return Comparison.GREATER_OR_EQUAL.holds(value, least)
          && Comparison.LESS_OR_EQUAL.holds(value, most);
    }
  }

  /** At most 100 values, DynamoDB's limit. Without values it holds for no item. */
  record In(List<String> path, List<AttributeValue> values) implements OnValue {
    @Override
    public OnValue at(List<String> other) {
      return new In(other, values);
    }

    @Override
    public boolean holdsFor(Item item) {
      AttributeValue value = valueAt(path, item);
      return values.stream().anyMatch(each -> Comparison.EQUAL.holds(value, each));
    }
  }

  /** Holds for strings and binary values that begin with the prefix. */
  record StartsWith(List<String> path, AttributeValue prefix) implements OnValue {
    @Override
    public OnValue at(List<String> other) {
      return new StartsWith(other, prefix);
    }

    @Override
    public boolean holdsFor(Item item) {
      AttributeValue value = valueAt(path, item);
      return value != null && AttributeValues.startsWith(value, prefix);
    }
  }

  /**
   * Holds for strings and binary values that contain the value, and for sets and lists with that
   * element.
   */
  record Contains(List<String> path, AttributeValue value) implements OnValue {
    @Override
    public OnValue at(List<String> other) {
      return new Contains(other, value);
    }

    @Override
    public boolean holdsFor(Item item) {
      AttributeValue whole = valueAt(path, item);
      return whole != null && AttributeValues.contains(whole, value);
    }
  }

  record Not(Condition condition) implements Condition {
    @Override
    public boolean holdsFor(Item item) {
      return !condition.holdsFor(item);
    }
  }

  record All(List<Condition> conditions) implements Condition {
    @Override
    public boolean holdsFor(Item item) {
      return conditions.stream().allMatch(each -> each.holdsFor(item));
    }
  }

  record Any(List<Condition> conditions) implements Condition {
    @Override
    public boolean holdsFor(Item item) {
      return conditions.stream().anyMatch(each -> each.holdsFor(item));
    }
  }

  /** A comparison operator. */
  enum Comparison {
    EQUAL("="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    Comparison(String symbol) {
      this.symbol = symbol;
    }

    String symbol() {
      return symbol;
    }

    private boolean holds(AttributeValue value, AttributeValue with) {
      if (value == null || value.type() != with.type()) {
        return false;
      }
      if (this == EQUAL) {
        return AttributeValues.equal(value, with);
      }
      if (!AttributeValues.ORDERED.contains(value.type())) {
        return false;
      }
      int compared = AttributeValues.compare(value, with);
      return switch (this) {
        case EQUAL -> compared == 0;
        case LESS -> compared < 0;
        case LESS_OR_EQUAL -> compared <= 0;
        case GREATER -> compared > 0;
        case GREATER_OR_EQUAL -> compared >= 0;
      };
    }
  }

  static Condition exists(String attribute) {
    return new Exists(List.of(attribute));
  }

  static Condition absent(String attribute) {
    return new Not(exists(attribute));
  }

  static Condition equal(String attribute, AttributeValue value) {
    return new Compared(List.of(attribute), Comparison.EQUAL, value);
  }

  static Condition stringIn(String attribute, List<String> values) {
    return new In(List.of(attribute), values.stream().map(AttributeValue::fromS).toList());
  }

  /** Holds for strings, all of which are at least the empty one. */
  static Condition string(String attribute) {
    return new Compared(List.of(attribute), Comparison.GREATER_OR_EQUAL, AttributeValue.fromS(""));
  }

  static Condition stringBefore(String attribute, String value) {
    return new Compared(List.of(attribute), Comparison.LESS, AttributeValue.fromS(value));
  }

  static Condition numberBefore(String attribute, long value) {
    return new Compared(
        List.of(attribute), Comparison.LESS, AttributeValue.fromN(String.valueOf(value)));
  }

  /** Holds for numbers within the bounds, which are inclusive. */
  static Condition numberBetween(String attribute, long least, long most) {
    return new Between(
        List.of(attribute),
        AttributeValue.fromN(String.valueOf(least)),
        AttributeValue.fromN(String.valueOf(most)));
  }

  /** Holds if the stored item still has all these attributes with the same values. */
  static Condition unchanged(Item item) {
    return all(
        item.attributes().entrySet().stream()
            .map(attribute -> equal(attribute.getKey(), attribute.getValue()))
            .toList());
  }

  static Condition all(List<Condition> conditions) {
    return new All(List.copyOf(conditions));
  }

  /** Whether this is {@link #ALWAYS}. */
  default boolean isAlways() {
    return this instanceof All all && all.conditions().isEmpty();
  }

  default Condition and(Condition other) {
    if (isAlways()) {
      return other;
    }
    return other.isAlways() ? this : new All(List.of(this, other));
  }

  default Condition or(Condition other) {
    return new Any(List.of(this, other));
  }

  default Condition negated() {
    return new Not(this);
  }

  /** Whether the condition requires the attribute to have one of certain values. */
  default boolean requiresValueOf(String attribute) {
    if (this instanceof All all) {
      return all.conditions().stream().anyMatch(each -> each.requiresValueOf(attribute));
    }
    if (this instanceof In in) {
      return in.path().equals(List.of(attribute));
    }
    return this instanceof Compared compared
        && compared.comparison() == Comparison.EQUAL
        && compared.path().equals(List.of(attribute));
  }

  /**
   * Evaluates the condition by DynamoDB's rules ("Condition and filter expressions" of the
   * developer guide): values of different types are never equal and have no order, and no
   * comparison with an absent attribute holds.
   */
  boolean holdsFor(Item item);

  /** The value at a path; null if it does not exist. */
  private static AttributeValue valueAt(List<String> path, Item item) {
    Map<String, AttributeValue> members = item.attributes();
    AttributeValue value = null;
    for (String name : path) {
      value = members.get(name);
      if (value == null) {
        return null;
      }
      members = value.m();
    }
    return value;
  }
}
