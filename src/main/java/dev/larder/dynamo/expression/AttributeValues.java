package dev.larder.dynamo.expression;

import dev.larder.dynamo.item.DynamoNumber;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Compares attribute values by DynamoDB's rules. */
public final class AttributeValues {
  /** The types with an order. */
  static final Set<AttributeValue.Type> ORDERED =
      Set.of(AttributeValue.Type.S, AttributeValue.Type.N, AttributeValue.Type.B);

  private AttributeValues() {}

  /**
   * Compares two strings, numbers or binary values in sort key order: strings by their UTF-8 bytes,
   * numbers by value.
   *
   * @param one must have the same type as {@code other}
   */
  public static int compare(AttributeValue one, AttributeValue other) {
    return switch (one.type()) {
      case S -> Arrays.compareUnsigned(utf8(one), utf8(other));
      case N -> DynamoNumber.exact(one.n()).compareTo(DynamoNumber.exact(other.n()));
      case B -> Arrays.compareUnsigned(one.b().asByteArrayUnsafe(), other.b().asByteArrayUnsafe());
      default -> throw new IllegalArgumentException(one.type() + " has no order");
    };
  }

  private static byte[] utf8(AttributeValue value) {
    return value.s().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether two values are equal: numbers by value, sets regardless of order. */
  static boolean equal(AttributeValue one, AttributeValue other) {
    if (one.type() != other.type()) {
      return false;
    }
    return switch (one.type()) {
      case N -> compare(one, other) == 0;
      case NS -> numbers(one).equals(numbers(other));
      case SS -> Set.copyOf(one.ss()).equals(Set.copyOf(other.ss()));
      case BS -> Set.copyOf(one.bs()).equals(Set.copyOf(other.bs()));
      case L -> {
        boolean same = one.l().size() == other.l().size();
        for (int i = 0; same && i < one.l().size(); i++) {
          same = equal(one.l().get(i), other.l().get(i));
        }
        yield same;
      }
      case M ->
          one.m().keySet().equals(other.m().keySet())
              && one.m().entrySet().stream()
                  .allMatch(member -> equal(member.getValue(), other.m().get(member.getKey())));
      default -> one.equals(other);
    };
  }

  private static Set<BigDecimal> numbers(AttributeValue set) {
    return set.ns().stream()
        .map(number -> DynamoNumber.exact(number).stripTrailingZeros())
        .collect(Collectors.toSet());
  }

  static boolean startsWith(AttributeValue value, AttributeValue prefix) {
    if (value.type() != prefix.type()) {
      return false;
    }
    return switch (value.type()) {
      case S -> value.s().startsWith(prefix.s());
      case B -> startsWith(value.b().asByteArrayUnsafe(), prefix.b().asByteArrayUnsafe());
      default -> false;
    };
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Whether a string or binary value contains a part, or a set or list an element. */
  static boolean contains(AttributeValue value, AttributeValue part) {
    return switch (value.type()) {
      case S -> part.s() != null && value.s().contains(part.s());
      case B -> part.b() != null && contains(value.b().asByteArrayUnsafe(), part);
      case SS -> part.s() != null && value.ss().contains(part.s());
      case BS -> part.b() != null && value.bs().contains(part.b());
      case NS ->
          part.n() != null
              && value.ns().stream()
                  .anyMatch(number -> compare(AttributeValue.fromN(number), part) == 0);
      case L -> value.l().stream().anyMatch(element -> equal(element, part));
      default -> false;
    };
  }

  private static boolean contains(byte[] bytes, AttributeValue part) {
    byte[] wanted = part.b().asByteArrayUnsafe();
    for (int from = 0; from + wanted.length <= bytes.length; from++) {
      if (Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }
}
