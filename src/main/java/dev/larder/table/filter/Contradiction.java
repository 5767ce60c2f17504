package dev.larder.table.filter;

import dev.larder.dynamo.expression.AttributeValues;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Detects filters that no item can satisfy together, so that the query need not read. */
public final class Contradiction {
  private Contradiction() {}

  /** Whether filters on the same attribute contradict each other. */
  public static boolean in(List<Filter> filters) {
    return filters.stream().collect(Collectors.groupingBy(Filter::path)).values().stream()
        .anyMatch(Contradiction::ofOneAttribute);
  }

  private static boolean ofOneAttribute(List<Filter> filters) {
    if (filters.stream().anyMatch(Contradiction::demandsAbsence)) {
      return filters.stream().anyMatch(Filter::impliesPresence);
    }
    return filters.stream()
        .filter(filter -> filter.operator() == Operator.EQ || filter.operator() == Operator.IN)
        .findFirst()
        .map(named -> named.values().stream().noneMatch(value -> allHold(filters, value)))
        .orElseGet(() -> ofBounds(filters));
  }

  private static boolean demandsAbsence(Filter filter) {
    return filter.operator() == Operator.EXISTS && !filter.impliesPresence();
  }

  private static boolean allHold(List<Filter> filters, AttributeValue value) {
    return filters.stream().allMatch(filter -> filter.matches(value));
  }

  private static boolean ofBounds(List<Filter> filters) {
    List<AttributeValue> lower = filters.stream().flatMap(f -> f.lowerBound().stream()).toList();
    List<AttributeValue> upper = filters.stream().flatMap(f -> f.upperBound().stream()).toList();
    if (Stream.concat(lower.stream(), upper.stream()).map(AttributeValue::type).distinct().count()
        > 1) {
      return true;
    }
    Optional<AttributeValue> least = lower.stream().max(AttributeValues::compare);
    Optional<AttributeValue> most = upper.stream().min(AttributeValues::compare);
    if (least.isEmpty()) {
      return false;
    }
    // The prefix is itself a lower bound, so the greatest lower bound is not below it. If that
    // bound does not start with the prefix, it lies above every value that does.
    if (filters.stream()
        .filter(filter -> filter.operator() == Operator.PREFIX)
        .anyMatch(prefix -> !prefix.matches(least.get()))) {
      return true;
    }
    int range = most.map(end -> AttributeValues.compare(least.get(), end)).orElse(-1);
    return range > 0 || (range == 0 && !allHold(filters, least.get()));
  }
}
