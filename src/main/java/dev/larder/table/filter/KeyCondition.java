package dev.larder.table.filter;

import dev.larder.dynamo.expression.AttributeValues;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemType;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyTemplate;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The filters of a query that DynamoDB can evaluate as a key condition: an {@code eq} on each
 * attribute of the partition key, and on attributes of the sort key from the left, where the last
 * condition can be another one. See "Key condition expressions for the Query operation" of the
 * developer guide.
 *
 * @param stored the conditions on the key attributes as they are stored, all of which must hold
 * @param filters the filters that the condition covers
 * @param exact those of them that the condition enforces completely; the others must also be
 *     evaluated on what was read
 * @param sorted the attribute in whose order the items are; empty if they have no order by one
 */
public record KeyCondition(
    List<Filter> stored,
    List<Filter> filters,
    List<Filter> exact,
    Narrowness narrowness,
    Optional<String> sorted) {

  /** How much of a partition the condition reads, from least to most. */
  public enum Narrowness {
    ONE_VALUE,
    BOUNDED,
    HALF_BOUNDED,
    WHOLE_PARTITION
  }

  /** The condition as DynamoDB evaluates it. */
  public Condition condition() {
    return Filter.all(stored);
  }

  /** The key condition on a table; empty without an {@code eq} on its partition key. */
  public static Optional<KeyCondition> of(TableSchema table, List<Filter> filters) {
    // A table without a sort key has one item in each partition.
    return new Builder(filters, Narrowness.ONE_VALUE)
        .build(List.of(table.partitionKey()), table.sortKey().stream().toList());
  }

  /** The key condition on an index; empty without an {@code eq} on its partition key. */
  public static Optional<KeyCondition> of(TableIndex index, List<Filter> filters) {
    return new Builder(filters, Narrowness.WHOLE_PARTITION)
        .build(index.partitionKey(), index.sortKey());
  }

  private static final class Builder {
    private final List<Filter> asked;
    private final Narrowness withoutSort;
    private final List<Filter> stored = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();
    private final List<Filter> exact = new ArrayList<>();

    Builder(List<Filter> asked, Narrowness withoutSort) {
      this.asked = asked;
      this.withoutSort = withoutSort;
    }

    Optional<KeyCondition> build(List<KeyTemplate> partition, List<KeyTemplate> sort) {
      for (KeyTemplate template : partition) {
        if (!addWhole(template)) {
          return Optional.empty();
        }
      }
      for (int i = 0; i < sort.size(); i++) {
        if (!addWhole(sort.get(i))) {
          return Optional.of(partly(sort.get(i)));
        }
      }
      return Optional.of(
          condition(sort.isEmpty() ? withoutSort : Narrowness.ONE_VALUE, Optional.empty()));
    }

    private KeyCondition condition(Narrowness narrowness, Optional<String> sorted) {
      return new KeyCondition(
          List.copyOf(stored), List.copyOf(filters), List.copyOf(exact), narrowness, sorted);
    }

    /** Adds the condition on a key attribute if the query gives all that it is composed of. */
    private boolean addWhole(KeyTemplate template) {
      List<Filter> equal = new ArrayList<>();
      for (KeyTemplate.Variable variable : template.variables()) {
        Optional<Filter> given = equal(variable.attribute());
        if (given.isEmpty()) {
          return false;
        }
        equal.add(given.get());
      }
      stored.add(
          onKey(
              template,
              Operator.EQ,
              template.compose(values(equal), ProblemType.INVALID_PARAMETER).orElseThrow()));
      addExact(equal);
      return true;
    }

    private void addExact(List<Filter> covered) {
      filters.addAll(covered);
      exact.addAll(covered);
    }

    private Optional<Filter> equal(KeyAttribute attribute) {
      return on(attribute, Operator.EQ).stream().findFirst();
    }

    private List<Filter> on(KeyAttribute attribute, Operator operator) {
      return asked.stream()
          .filter(filter -> filter.isOn(attribute) && filter.operator() == operator)
          .toList();
    }

    private static Item values(List<Filter> equal) {
      Map<String, AttributeValue> values = new LinkedHashMap<>();
      equal.forEach(filter -> values.put(filter.attribute(), filter.values().get(0)));
      return Item.of(values);
    }

    private static Filter onKey(KeyTemplate template, Operator operator, AttributeValue... values) {
      return new Filter(List.of(template.stored().name()), operator, List.of(values));
    }

    /** Adds the condition on a part of a sort key attribute. */
    private KeyCondition partly(KeyTemplate template) {
      if (template.parts().get(0) instanceof KeyTemplate.Variable only
          && template.parts().size() == 1
          && only.attribute().type() == template.stored().type()) {
        return onWhole(template, only.attribute());
      }
      List<Filter> equal = new ArrayList<>();
      int next = 0;
      while (equal(template.variables().get(next).attribute()).isPresent()) {
        equal.add(equal(template.variables().get(next).attribute()).get());
        next++;
      }
      KeyTemplate.Variable variable = template.variables().get(next);
      String lead = template.lead(next, values(equal), ProblemType.INVALID_PARAMETER);
      addExact(equal);
      Optional<String> sorted =
          variable.attribute().type() == KeyType.S || variable.digits() > 0
              ? Optional.of(variable.attribute().name())
              : Optional.empty();
      return composed(template, variable, lead, sorted);
    }

    private KeyCondition composed(
        KeyTemplate template, KeyTemplate.Variable variable, String lead, Optional<String> sorted) {
      List<Filter> prefixes = on(variable.attribute(), Operator.PREFIX);
      if (variable.attribute().type() == KeyType.S && !prefixes.isEmpty()) {
        Filter prefix = prefixes.get(0);
        String text = lead + prefix.values().get(0).s();
        String accepted = ComposedRange.shortened(text);
        stored.add(onKey(template, Operator.PREFIX, AttributeValue.fromS(accepted)));
        filters.add(prefix);
        if (template.following(variable).isEmpty() && accepted.equals(text)) {
          exact.add(prefix);
        }
        return condition(Narrowness.BOUNDED, sorted);
      }
      List<Filter> bounds = bounds(variable.attribute());
      Optional<Filter> range = ComposedRange.of(template, variable, lead, bounds);
      if (range.isPresent()) {
        stored.add(range.get());
        filters.addAll(bounds);
        return condition(Narrowness.BOUNDED, sorted);
      }
      if (!lead.isEmpty()) {
        stored.add(onKey(template, Operator.PREFIX, AttributeValue.fromS(lead)));
      }
      return condition(
          lead.equals(template.beginning()) ? Narrowness.WHOLE_PARTITION : Narrowness.BOUNDED,
          sorted);
    }

    private List<Filter> bounds(KeyAttribute attribute) {
      return asked.stream()
          .filter(filter -> filter.isOn(attribute) && filter.operator().needsOrder())
          .toList();
    }

    /** Adds the condition on a sort key attribute that is the attribute of an item itself. */
    private KeyCondition onWhole(KeyTemplate template, KeyAttribute attribute) {
      Optional<String> sorted = Optional.of(attribute.name());
      List<Filter> prefixes = on(attribute, Operator.PREFIX);
      if (!prefixes.isEmpty()) {
        Filter prefix = prefixes.get(0);
        stored.add(onKey(template, Operator.PREFIX, prefix.values().get(0)));
        addExact(List.of(prefix));
        return condition(Narrowness.BOUNDED, sorted);
      }
      List<Filter> bounds = bounds(attribute);
      if (bounds.isEmpty()) {
        return condition(Narrowness.WHOLE_PARTITION, sorted);
      }
      if (bounds.size() == 1) {
        Filter bound = bounds.get(0);
        stored.add(
            onKey(template, bound.operator(), bound.values().toArray(AttributeValue[]::new)));
        addExact(bounds);
      } else {
        // The result of several bounds includes its ends, so their filters are evaluated again.
        stored.add(intersection(template, bounds));
        filters.addAll(bounds);
      }
      boolean bothEnds =
          bounds.stream().anyMatch(bound -> bound.lowerBound().isPresent())
              && bounds.stream().anyMatch(bound -> bound.upperBound().isPresent());
      return condition(bothEnds ? Narrowness.BOUNDED : Narrowness.HALF_BOUNDED, sorted);
    }

    private static Filter intersection(KeyTemplate template, List<Filter> bounds) {
      Optional<AttributeValue> least =
          bounds.stream()
              .flatMap(bound -> bound.lowerBound().stream())
              .max(AttributeValues::compare);
      Optional<AttributeValue> most =
          bounds.stream()
              .flatMap(bound -> bound.upperBound().stream())
              .min(AttributeValues::compare);
      if (least.isPresent() && most.isPresent()) {
        return onKey(template, Operator.BETWEEN, least.get(), most.get());
      }
      return least
          .map(value -> onKey(template, Operator.GTE, value))
          .orElseGet(() -> onKey(template, Operator.LTE, most.orElseThrow()));
    }
  }
}
