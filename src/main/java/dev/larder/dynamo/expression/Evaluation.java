package dev.larder.dynamo.expression;

import dev.larder.dynamo.item.DynamoNumber;
import dev.larder.dynamo.item.Item;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Evaluates conditions as DynamoDB does, "Condition and filter expressions" of the developer guide:
 * values of different types are never equal and have no order, and what is absent compares with
 * nothing.
 */
final class Evaluation {
  private final Item item;

  private Evaluation(Item item) {
    this.item = item;
  }

  static boolean holds(Condition condition, Item item) {
    return new Evaluation(item).holds(condition);
  }

  private boolean holds(Condition condition) {
    if (condition instanceof Condition.Exists exists) {
      return value(exists.path()) != null;
    } else if (condition instanceof Condition.Compared compared) {
      return compares(value(compared.path()), compared.comparison(), compared.value());
    } else if (condition instanceof Condition.Between between) {
      AttributeValue value = value(between.path());
      return compares(value, Condition.Comparison.GREATER_OR_EQUAL, between.least())
          && compares(value, Condition.Comparison.LESS_OR_EQUAL, between.most());
    } else if (condition instanceof Condition.In in) {
      AttributeValue value = value(in.path());
      return in.values().stream()
          .anyMatch(each -> compares(value, Condition.Comparison.EQUAL, each));
    } else if (condition instanceof Condition.StartsWith startsWith) {
      return startsWith(value(startsWith.path()), startsWith.prefix());
    } else if (condition instanceof Condition.Contains contains) {
      return contains(value(contains.path()), contains.value());
    } else if (condition instanceof Condition.Not not) {
      return !holds(not.condition());
    } else if (condition instanceof Condition.All all) {
      return all.conditions().stream().allMatch(this::holds);
    } else if (condition instanceof Condition.Any any) {
      return any.conditions().stream().anyMatch(this::holds);
    }
    throw new IllegalStateException("The condition has an unknown type");
  }

  /** The value at a path; null where there is none. */
  private AttributeValue value(List<String> path) {
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

  private static boolean compares(
      AttributeValue value, Condition.Comparison comparison, AttributeValue with) {
    if (value == null || value.type() != with.type()) {
      return false;
    }
    if (comparison == Condition.Comparison.EQUAL) {
      return equal(value, with);
    }
    return switch (value.type()) {
      case S, N, B -> comparison.holds(compare(value, with));
      default -> false;
    };
  }

  static int compare(AttributeValue one, AttributeValue other) {
    return switch (one.type()) {
      case S -> Arrays.compareUnsigned(utf8(one), utf8(other));
      case N -> DynamoNumber.exact(one.n()).compareTo(DynamoNumber.exact(other.n()));
      case B -> Arrays.compareUnsigned(one.b().asByteArrayUnsafe(), other.b().asByteArrayUnsafe());
      default -> throw new IllegalArgumentException(one.type() + " has no order");
    };
  }

  private static byte[] utf8(AttributeValue value) {
    return value.s().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static boolean equal(AttributeValue one, AttributeValue other) {
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

  private static boolean startsWith(AttributeValue value, AttributeValue prefix) {
    if (value == null || value.type() != prefix.type()) {
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

  private static boolean contains(AttributeValue value, AttributeValue part) {
    if (value == null) {
      return false;
    }
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
