package dev.larder.dynamo.item;

import dev.larder.text.Unicode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The size of an item by "DynamoDB item sizes and formats" of the developer guide, which gives the
 * size of numbers only approximately.
 */
public final class ItemSize {
  /** The overhead of a list or map, and of each of its elements, in bytes. */
  private static final int OF_COLLECTION = 3;

  private static final int OF_ELEMENT = 1;

  private ItemSize() {}

  /** The size in bytes, including attribute names. */
  public static long of(Item item) {
    return members(item.attributes());
  }

  private static long members(Map<String, AttributeValue> members) {
    long size = 0;
    for (Map.Entry<String, AttributeValue> member : members.entrySet()) {
      size += text(member.getKey()) + of(member.getValue());
    }
    return size;
  }

  /** The size of a value in bytes. */
  public static long of(AttributeValue value) {
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
    long size = 0;
    for (AttributeValue value : values) {
      size += of(value);
    }
    return size;
  }

  /** The size of a name or a string in bytes. */
  public static long text(String text) {
    return Unicode.utf8Length(text);
  }

  /**
   * One byte for each two significant digits, counted in pairs from the decimal point, one more,
   * and one for a negative sign. Leading and trailing zeros do not count.
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
