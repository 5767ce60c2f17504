package dev.larder.dynamo.expression;

import dev.larder.dynamo.item.DynamoNumber;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One change of an {@link Update}.
 *
 * @param value a number or set for {@link Kind#ADD}, a set for {@link Kind#DELETE}, a list for
 *     {@link Kind#APPEND} and {@link Kind#PREPEND}; null for {@link Kind#REMOVE}
 */
public record Change(Kind kind, DocumentPath path, AttributeValue value) {
  /** What to do with the value at the path. */
  public enum Kind {
    SET,
    SET_IF_ABSENT,
    /** Adds to a number, which is 0 if it is absent, or elements to a set. */
    ADD,
    APPEND,
    PREPEND,
    REMOVE,
    /** Takes elements out of a set; a set without elements is removed. */
    DELETE
  }

  boolean isRepeatable() {
    return switch (kind) {
      case SET, SET_IF_ABSENT, DELETE -> true;
      case ADD -> value.n() == null;
      // An element takes the place of the one that was removed.
      case REMOVE -> path.steps().stream().noneMatch(step -> step instanceof DocumentPath.Element);
      case APPEND, PREPEND -> false;
    };
  }

  /** Whether the change removes an attribute. */
  public boolean removes(String attribute) {
    return kind == Kind.REMOVE && path.equals(DocumentPath.of(attribute));
  }

  /** Whether the effect does not depend on the old value of the attribute. */
  public boolean isBlind() {
    return (kind == Kind.SET || kind == Kind.REMOVE) && path.isAttribute();
  }

  /**
   * The value after the change; null for none.
   *
   * @param old null if there is no value
   * @throws dev.larder.problem.ProblemException {@code patch-conflict} if the value has another
   *     type than the change requires
   */
  AttributeValue applied(AttributeValue old) {
    return switch (kind) {
      case SET -> value;
      case SET_IF_ABSENT -> old == null ? value : old;
      case ADD -> value.n() == null ? union(old) : sum(old);
      case APPEND -> joined(old, true);
      case PREPEND -> joined(old, false);
      case REMOVE -> null;
      case DELETE -> difference(old);
    };
  }

  private AttributeValue sum(AttributeValue old) {
    if (old == null) {
      return value;
    }
    requireType(old);
    BigDecimal sum = DynamoNumber.exact(old.n()).add(DynamoNumber.exact(value.n()));
    String text = sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString();
    DynamoNumber.validate(text)
        .ifPresent(
            complaint -> {
              throw UpdateConflicts.sum(path, complaint);
            });
    return AttributeValue.fromN(text);
  }

  private AttributeValue joined(AttributeValue old, boolean after) {
    if (old == null) {
      return value;
    }
    requireType(old);
    List<AttributeValue> joined = new ArrayList<>(after ? old.l() : value.l());
    joined.addAll(after ? value.l() : old.l());
    return AttributeValue.fromL(joined);
  }

  private AttributeValue union(AttributeValue old) {
    if (old == null) {
      return value;
    }
    requireType(old);
    return switch (value.type()) {
      case SS -> AttributeValue.fromSs(union(old.ss(), value.ss(), text -> text));
      case NS -> AttributeValue.fromNs(union(old.ns(), value.ns(), DynamoNumber::canonical));
      default -> AttributeValue.fromBs(union(old.bs(), value.bs(), bytes -> bytes));
    };
  }

  private static <T> List<T> union(List<T> old, List<T> added, Function<T, Object> identity) {
    Map<Object, T> all = new LinkedHashMap<>();
    old.forEach(each -> all.put(identity.apply(each), each));
    added.forEach(each -> all.putIfAbsent(identity.apply(each), each));
    return List.copyOf(all.values());
  }

  private AttributeValue difference(AttributeValue old) {
    if (old == null) {
      return null;
    }
    requireType(old);
    return switch (value.type()) {
      case SS -> {
        List<String> rest = difference(old.ss(), value.ss(), text -> text);
        yield rest.isEmpty() ? null : AttributeValue.fromSs(rest);
      }
      case NS -> {
        List<String> rest = difference(old.ns(), value.ns(), DynamoNumber::canonical);
        yield rest.isEmpty() ? null : AttributeValue.fromNs(rest);
      }
      default -> {
        var rest = difference(old.bs(), value.bs(), bytes -> bytes);
        yield rest.isEmpty() ? null : AttributeValue.fromBs(rest);
      }
    };
  }

  private static <T> List<T> difference(List<T> old, List<T> taken, Function<T, Object> identity) {
    List<Object> gone = taken.stream().map(identity).toList();
    return old.stream().filter(each -> !gone.contains(identity.apply(each))).toList();
  }

  private void requireType(AttributeValue old) {
    if (old.type() != value.type()) {
      throw UpdateConflicts.otherType(path, old, value);
    }
  }
}
