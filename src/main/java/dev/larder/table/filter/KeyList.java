package dev.larder.table.filter;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.KeyIdentity;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The keys that a query lists: an {@code in} on one key attribute, and an {@code eq} or {@code in}
 * on the other if there is a second. Two {@code in} give every combination of their values. Values
 * that another filter on the key excludes are not read.
 */
public final class KeyList {
  private KeyList() {}

  /**
   * The listed keys in the order of the query, without duplicates; empty if the query does not list
   * keys.
   *
   * @throws ProblemException {@code limit-exceeded} if the keys are too many
   */
  public static Optional<List<Item>> of(TableSchema schema, List<Filter> filters, Limit most) {
    List<Item> keys = List.of(Item.NONE);
    boolean listed = false;
    for (KeyAttribute attribute : schema.key()) {
      List<Filter> about = filters.stream().filter(filter -> filter.isOn(attribute)).toList();
      Optional<Filter> named =
          about.stream()
              .filter(
                  filter -> filter.operator() == Operator.EQ || filter.operator() == Operator.IN)
              .findFirst();
      if (named.isEmpty()) {
        return Optional.empty();
      }
      listed |= named.get().operator() == Operator.IN;
      keys =
          product(
              keys,
              attribute,
              named.get().values().stream()
                  .filter(value -> about.stream().allMatch(filter -> filter.matches(value)))
                  .toList(),
              most);
    }
    return listed ? Optional.of(distinct(keys)) : Optional.empty();
  }

  private static List<Item> product(
      List<Item> keys, KeyAttribute attribute, List<AttributeValue> values, Limit most) {
    if (keys.size() * values.size() > most.max()) {
      throw most.exceeded(
          "The query names "
              + keys.size() * values.size()
              + " keys, but the limit for a request is "
              + most.max()
              + ".");
    }
    List<Item> product = new ArrayList<>();
    for (Item key : keys) {
      for (AttributeValue value : values) {
        product.add(key.with(Item.of(Map.of(attribute.name(), value))));
      }
    }
    return product;
  }

  private static List<Item> distinct(List<Item> keys) {
    Set<KeyIdentity> seen = new HashSet<>();
    return keys.stream().filter(key -> seen.add(KeyIdentity.of(key))).toList();
  }
}
