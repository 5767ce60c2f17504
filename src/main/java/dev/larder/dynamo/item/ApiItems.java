package dev.larder.dynamo.item;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Converts items between own code's type and that of DynamoDB. */
public final class ApiItems {
  private ApiItems() {}

  /** The item as own code sees it. */
  public static dev.larder.api.Item of(Item item) {
    return dev.larder.api.Item.of(members(item.attributes()));
  }

  private static Map<String, Object> members(Map<String, AttributeValue> attributes) {
    Map<String, Object> members = new LinkedHashMap<>();
    attributes.forEach((name, value) -> members.put(name, value(value)));
    return members;
  }

  private static Object value(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> new BigDecimal(value.n());
      case BOOL -> value.bool();
      case B -> value.b().asByteBuffer();
      case L -> value.l().stream().map(ApiItems::value).toList();
      case M -> members(value.m());
      case SS -> new LinkedHashSet<>(value.ss());
      case NS -> set(value.ns().stream().map(BigDecimal::new));
      case BS -> set(value.bs().stream().map(SdkBytes::asByteBuffer));
      default -> null;
    };
  }

  private static <T> Set<T> set(Stream<T> elements) {
    return elements.collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * The item as DynamoDB stores it.
   *
   * @throws ProblemException {@code invalid-item} if a number has more digits than DynamoDB stores
   */
  public static Item of(dev.larder.api.Item item) {
    return Item.of(attributes(item.attributes()));
  }

  private static Map<String, AttributeValue> attributes(Map<?, ?> members) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    members.forEach((name, value) -> attributes.put((String) name, attribute(value)));
    return attributes;
  }

  private static AttributeValue attribute(Object value) {
    if (value == null) {
      return AttributeValue.fromNul(true);
    }
    if (value instanceof String text) {
      return AttributeValue.fromS(text);
    }
    if (value instanceof BigDecimal number) {
      return AttributeValue.fromN(text(number));
    }
    if (value instanceof Boolean bool) {
      return AttributeValue.fromBool(bool);
    }
    if (value instanceof ByteBuffer bytes) {
      return AttributeValue.fromB(SdkBytes.fromByteBuffer(bytes));
    }
    if (value instanceof Map<?, ?> members) {
      return AttributeValue.fromM(attributes(members));
    }
    return value instanceof Set<?> elements
        ? set(elements)
        : AttributeValue.fromL(((Collection<?>) value).stream().map(ApiItems::attribute).toList());
  }

  private static String text(BigDecimal number) {
    String text = number.toString();
    DynamoNumber.validate(text)
        .ifPresent(
            why -> {
              throw new ProblemException(
                  ProblemType.INVALID_ITEM, "A number of the item cannot be stored: " + why + ".");
            });
    return DynamoNumber.plain(text);
  }

  private static AttributeValue set(Set<?> elements) {
    Object first = elements.iterator().next();
    if (first instanceof String) {
      return AttributeValue.fromSs(elements.stream().map(String.class::cast).toList());
    }
    return first instanceof BigDecimal
        ? AttributeValue.fromNs(
            elements.stream().map(BigDecimal.class::cast).map(ApiItems::text).toList())
        : AttributeValue.fromBs(
            elements.stream().map(ByteBuffer.class::cast).map(SdkBytes::fromByteBuffer).toList());
  }
}
