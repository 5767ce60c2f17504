package dev.larder.table.filter;

import dev.larder.dynamo.expression.AttributeValues;
import dev.larder.dynamo.expression.Condition;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The filters of a query that DynamoDB can evaluate as a key condition: an {@code eq} on the
 * partition key and at most one condition on the sort key. See "Key condition expressions for the
 * Query operation" of the developer guide.
 *
 * @param filters the filters that the condition covers
 * @param exact those of them that the condition enforces completely; the others must also be
 *     evaluated on what was read
 */
public record KeyCondition(
    Condition condition, List<Filter> filters, List<Filter> exact, Narrowness narrowness) {

  /** How much of a partition the condition reads, from least to most. */
  public enum Narrowness {
    ONE_VALUE,
    BOUNDED,
    HALF_BOUNDED,
    WHOLE_PARTITION
  }

  /** The key condition on a table; empty without an {@code eq} on its partition key. */
  public static Optional<KeyCondition> of(TableSchema table, List<Filter> filters) {
    // A table without a sort key has one item in each partition.
    return of(table.partition(), table.sort(), filters, Narrowness.ONE_VALUE);
  }

  /** The key condition on an index; empty without an {@code eq} on its partition key. */
  public static Optional<KeyCondition> of(TableIndex index, List<Filter> filters) {
    return of(index.partition(), index.sort(), filters, Narrowness.WHOLE_PARTITION);
  }

  private static Optional<KeyCondition> of(
      KeyAttribute partition,
      Optional<KeyAttribute> sort,
      List<Filter> filters,
      Narrowness withoutSort) {
    return filters.stream()
        .filter(filter -> filter.isOn(partition) && filter.operator() == Operator.EQ)
        .findFirst()
        .map(
            equal ->
                sort.map(key -> range(equal, filters.stream().filter(f -> f.isOn(key)).toList()))
                    .orElseGet(() -> exact(equal.condition(), List.of(equal), withoutSort)));
  }

  private static KeyCondition exact(
      Condition condition, List<Filter> filters, Narrowness narrowness) {
    return new KeyCondition(condition, filters, filters, narrowness);
  }

  private static KeyCondition range(Filter partition, List<Filter> onSort) {
    for (Operator operator : List.of(Operator.EQ, Operator.PREFIX)) {
      for (Filter filter : onSort) {
        if (filter.operator() == operator) {
          return exact(
              partition.condition().and(filter.condition()),
              List.of(partition, filter),
              operator == Operator.EQ ? Narrowness.ONE_VALUE : Narrowness.BOUNDED);
        }
      }
    }
    List<Filter> bounds = onSort.stream().filter(filter -> filter.operator().needsOrder()).toList();
    if (bounds.isEmpty()) {
      return exact(partition.condition(), List.of(partition), Narrowness.WHOLE_PARTITION);
    }
    return bounded(partition, bounds);
  }

  /**
   * Intersects the bounds. The result of several bounds includes its ends, so their filters are
   * evaluated again.
   */
  private static KeyCondition bounded(Filter partition, List<Filter> bounds) {
    Optional<AttributeValue> least =
        bounds.stream().flatMap(bound -> bound.lowerBound().stream()).max(AttributeValues::compare);
    Optional<AttributeValue> most =
        bounds.stream().flatMap(bound -> bound.upperBound().stream()).min(AttributeValues::compare);
    Narrowness narrowness =
        least.isPresent() && most.isPresent() ? Narrowness.BOUNDED : Narrowness.HALF_BOUNDED;
    List<Filter> filters = new ArrayList<>(List.of(partition));
    filters.addAll(bounds);
    if (bounds.size() == 1) {
      return exact(partition.condition().and(bounds.get(0).condition()), filters, narrowness);
    }
    return new KeyCondition(
        partition.condition().and(range(bounds.get(0).path(), least, most)),
        filters,
        List.of(partition),
        narrowness);
  }

  private static Condition range(
      List<String> path, Optional<AttributeValue> least, Optional<AttributeValue> most) {
    if (least.isPresent() && most.isPresent()) {
      return new Condition.Between(path, least.get(), most.get());
    }
    return least
        .map(value -> new Condition.Compared(path, Condition.Comparison.GREATER_OR_EQUAL, value))
        .orElseGet(
            () ->
                new Condition.Compared(
                    path, Condition.Comparison.LESS_OR_EQUAL, most.orElseThrow()));
  }
}
