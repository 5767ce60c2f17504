package dev.larder.dynamo.item;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Converts between the items of a team's own code and those of DynamoDB, without loss. */
public final class ApiItems {
  private ApiItems() {}

  /**
   * The item as DynamoDB stores it.
   *
   * @throws ProblemException {@code invalid-item} if DynamoDB cannot store a number exactly
   */
  public static Item of(dev.larder.api.Item item) {
    return Item.of(members(item.attributes()));
  }

  /** The item as own code sees it. */
  public static dev.larder.api.Item of(Item item) {
    return dev.larder.api.Item.of(values(item.attributes()));
  }

  private static Map<String, AttributeValue> members(Map<?, ?> members) {
    Map<String, AttributeValue> typed = new LinkedHashMap<>();
    members.forEach((name, value) -> typed.put((String) name, typed(value)));
    return typed;
  }

  private static AttributeValue typed(Object value) {
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
      return AttributeValue.fromB(bytes(bytes));
    }
    if (value instanceof Map<?, ?> members) {
      return AttributeValue.fromM(members(members));
    }
    if (value instanceof Set<?> elements) {
      return set(elements);
    }
    return AttributeValue.fromL(((List<?>) value).stream().map(ApiItems::typed).toList());
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
        ? AttributeValue.fromNs(elements.stream().map(number -> text((BigDecimal) number)).toList())
        : AttributeValue.fromBs(
            elements.stream().map(element -> bytes((ByteBuffer) element)).toList());
  }

  private static SdkBytes bytes(ByteBuffer bytes) {
    return SdkBytes.fromByteBuffer(bytes.duplicate());
  }

  private static Map<String, Object> values(Map<String, AttributeValue> members) {
    Map<String, Object> values = new LinkedHashMap<>();
    members.forEach((name, value) -> values.put(name, value(value)));
    return values;
  }

  private static Object value(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> new BigDecimal(value.n());
      case B -> value.b().asByteBuffer();
      case BOOL -> value.bool();
      case NUL -> null;
      case M -> values(value.m());
      case L ->
          value.l().stream().map(ApiItems::value).collect(ArrayList::new, List::add, List::addAll);
      case SS -> new LinkedHashSet<>(value.ss());
      case NS -> set(value.ns(), BigDecimal::new);
      case BS -> set(value.bs(), SdkBytes::asByteBuffer);
      default -> throw new IllegalStateException("The value has an unknown DynamoDB type");
    };
  }

  private static <T> Set<Object> set(Collection<T> elements, Function<T, Object> value) {
    Set<Object> values = new LinkedHashSet<>();
    elements.forEach(element -> values.add(value.apply(element)));
    return values;
  }
}
