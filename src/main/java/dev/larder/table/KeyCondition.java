package dev.larder.table;

import dev.larder.dynamo.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The part of a query's filters that is a key condition: the partition key in an {@code eq}, and at
 * most one condition on the sort key, "Key condition expressions for the Query operation" of the
 * developer guide.
 *
 * @param exact the filters that need no further check
 * @param contradictory whether no item can satisfy the filters, which DynamoDB would refuse
 */
public record KeyCondition(
    Condition condition, List<Filter> exact, Narrowness narrowness, boolean contradictory) {

  /** How much of a partition it reads, the least first. */
  public enum Narrowness {
    ONE_VALUE,
    BOUNDED,
    HALF_BOUNDED,
    WHOLE_PARTITION
  }

  /**
   * The key condition on a table or an index; empty where no filter is an {@code eq} of its
   * partition key.
   */
  static Optional<KeyCondition> of(
      KeyAttribute partition, Optional<KeyAttribute> sort, List<Filter> filters) {
    return filters.stream()
        .filter(filter -> filter.isAbout(partition) && filter.operator() == Operator.EQ)
        .findFirst()
        .map(
            equal ->
                sort.map(key -> range(equal, filters.stream().filter(f -> f.isAbout(key)).toList()))
                    .orElseGet(
                        () ->
                            new KeyCondition(
                                equal.condition(),
                                List.of(equal),
                                Narrowness.WHOLE_PARTITION,
                                false)));
  }

  /** The same where a partition has one item. */
  KeyCondition ofOneItem() {
    return new KeyCondition(condition, exact, Narrowness.ONE_VALUE, contradictory);
  }

  private static KeyCondition range(Filter partition, List<Filter> onSort) {
    for (Operator operator : List.of(Operator.EQ, Operator.PREFIX)) {
      for (Filter filter : onSort) {
        if (filter.operator() == operator) {
          return new KeyCondition(
              partition.condition().and(filter.condition()),
              List.of(partition, filter),
              operator == Operator.EQ ? Narrowness.ONE_VALUE : Narrowness.BOUNDED,
              false);
        }
      }
    }
    List<Filter> bounds = onSort.stream().filter(filter -> filter.operator().needsOrder()).toList();
    if (bounds.isEmpty()) {
      return new KeyCondition(
          partition.condition(), List.of(partition), Narrowness.WHOLE_PARTITION, false);
    }
    return bounded(partition, bounds);
  }

  /** The narrowest range; where several bounds make it, they are checked again. */
  private static KeyCondition bounded(Filter partition, List<Filter> bounds) {
    AttributeValue least = null;
    AttributeValue most = null;
    for (Filter bound : bounds) {
      AttributeValue lower = lower(bound);
      AttributeValue upper = upper(bound);
      if (lower != null && (least == null || Condition.compare(lower, least) > 0)) {
        least = lower;
      }
      if (upper != null && (most == null || Condition.compare(upper, most) < 0)) {
        most = upper;
      }
    }
    List<Filter> exact = new ArrayList<>(List.of(partition));
    Condition range;
    boolean contradictory = false;
    List<String> path = bounds.get(0).path();
    if (bounds.size() == 1) {
      range = bounds.get(0).condition();
      exact.add(bounds.get(0));
    } else if (most == null) {
      range = new Condition.Compared(path, Condition.Comparison.GREATER_OR_EQUAL, least);
    } else if (least == null) {
      range = new Condition.Compared(path, Condition.Comparison.LESS_OR_EQUAL, most);
    } else {
      range = new Condition.Between(path, least, most);
      contradictory = Condition.compare(least, most) > 0;
    }
    return new KeyCondition(
        partition.condition().and(range),
        exact,
        least == null || most == null ? Narrowness.HALF_BOUNDED : Narrowness.BOUNDED,
        contradictory);
  }

  private static AttributeValue lower(Filter bound) {
    return switch (bound.operator()) {
      case GT, GTE, BETWEEN -> bound.values().get(0);
      default -> null;
    };
  }

  private static AttributeValue upper(Filter bound) {
    return switch (bound.operator()) {
      case LT, LTE -> bound.values().get(0);
      case BETWEEN -> bound.values().get(1);
      default -> null;
    };
  }
}
