package dev.larder.dynamo.item;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The size of an item as "DynamoDB item sizes and formats" of the developer guide has it. Of
 * numbers it says only approximately what they take.
 */
public final class ItemSize {
  /** What a list or map takes beside its elements, and each of these beside its value. */
  private static final int OF_COLLECTION = 3;

  private static final int OF_ELEMENT = 1;

  private ItemSize() {}

  /** The bytes of an item, its attributes' names included. */
  public static long of(Item item) {
    return members(item.attributes());
  }

  private static long members(Map<String, AttributeValue> members) {
    return members.entrySet().stream()
        .mapToLong(member -> text(member.getKey()) + value(member.getValue()))
        .sum();
  }

  private static long value(AttributeValue value) {
    return switch (value.type()) {
      case S -> text(value.s());
      case N -> number(value.n());
      case B -> value.b().asByteArrayUnsafe().length;
      case BOOL, NUL -> 1;
      case M -> OF_COLLECTION + OF_ELEMENT * (long) value.m().size() + members(value.m());
      case L -> OF_COLLECTION + OF_ELEMENT * (long) value.l().size() + values(value.l());
      case SS -> value.ss().stream().mapToLong(ItemSize::text).sum();
      case NS -> value.ns().stream().mapToLong(ItemSize::number).sum();
      case BS -> value.bs().stream().mapToLong(bytes -> bytes.asByteArrayUnsafe().length).sum();
      default -> throw new IllegalStateException("The value has an unknown DynamoDB type");
    };
  }

  private static long values(Collection<AttributeValue> values) {
    return values.stream().mapToLong(ItemSize::value).sum();
  }

  private static long text(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * A byte for each two digits left and right of the decimal point, zeros at either end aside, one
   * more, and one for the sign of a negative number.
   */
  private static long number(String text) {
    BigDecimal number = new BigDecimal(text).stripTrailingZeros();
    if (number.signum() == 0) {
      return 1;
    }
    int digits = number.precision() + Math.floorMod(number.scale(), 2);
    return (digits + 1) / 2 + 1 + (number.signum() < 0 ? 1 : 0);
  }
}
