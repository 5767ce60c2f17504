package dev.larder.dynamo.item;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of every shape that DynamoDB keeps. */
public final class ItemArbitraries {
  private ItemArbitraries() {}

  /** Items of all types, sets and binary included. */
  public static Arbitrary<Item> typed() {
    return items(Arbitraries.lazyOf(ItemArbitraries::scalars, ItemArbitraries::sets));
  }

  /** Items of the types that plain JSON has too. */
  public static Arbitrary<Item> plain() {
    return items(scalars());
  }

  private static Arbitrary<Item> items(Arbitrary<AttributeValue> leaves) {
    // Which are so many combinations that to make them takes longer than to try them.
    return members(values(leaves, 3)).map(Item::of).withoutEdgeCases();
  }

  private static Arbitrary<Map<String, AttributeValue>> members(Arbitrary<AttributeValue> values) {
    return Arbitraries.maps(names(), values).ofMaxSize(5);
  }

  private static Arbitrary<AttributeValue> values(Arbitrary<AttributeValue> leaves, int depth) {
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<AttributeValue> below = values(leaves, depth - 1);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, leaves),
        net.jqwik.api.Tuple.of(1, members(below).map(AttributeValue::fromM)),
        net.jqwik.api.Tuple.of(1, below.list().ofMaxSize(4).map(AttributeValue::fromL)));
  }

  private static Arbitrary<AttributeValue> scalars() {
    return Arbitraries.oneOf(
        texts().map(AttributeValue::fromS),
        numbers().map(AttributeValue::fromN),
        Arbitraries.of(true, false).map(AttributeValue::fromBool),
        Arbitraries.just(AttributeValue.fromNul(true)));
  }

  private static Arbitrary<AttributeValue> sets() {
    return Arbitraries.oneOf(
        bytes().map(AttributeValue::fromB),
        texts()
            .set()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(set -> AttributeValue.fromSs(new ArrayList<>(set))),
        numbers()
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .uniqueElements(number -> new BigDecimal(number).stripTrailingZeros())
            .map(AttributeValue::fromNs),
        bytes()
            .set()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(set -> AttributeValue.fromBs(List.copyOf(set))));
  }

  private static Arbitrary<String> names() {
    return texts().filter(name -> !name.isEmpty());
  }

  /** Any Unicode text, the empty one included. */
  public static Arbitrary<String> texts() {
    Arbitrary<String> character =
        Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.integers().between(0x20, 0x7E)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, 0x1F)),
                net.jqwik.api.Tuple.of(2, Arbitraries.integers().between(0x7F, 0xD7FF)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0xE000, 0xFFFF)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0x10000, 0x10FFFF)))
            .map(Character::toString);
    return character.list().ofMaxSize(12).map(list -> String.join("", list));
  }

  /** Numbers as DynamoDB gives them back, so that text can be compared. */
  public static Arbitrary<String> numbers() {
    return Combinators.combine(
            Arbitraries.bigIntegers()
                .between(
                    BigInteger.TEN.pow(38).negate().add(BigInteger.ONE),
                    BigInteger.TEN.pow(38).subtract(BigInteger.ONE)),
            Arbitraries.integers().between(-80, 90))
        .as((digits, scale) -> new BigDecimal(digits, scale).stripTrailingZeros().toPlainString());
  }

  /** Up to 12 bytes. */
  public static Arbitrary<SdkBytes> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(12).map(SdkBytes::fromByteArray);
  }
}
