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
 * The keys that a query names one by one: an {@code in} of a part of the key, and an {@code eq} or
 * {@code in} of the other. Where both are an {@code in}, it is each of the one with each of the
 * other. Values that other filters of the key leave out are not asked for.
 */
public final class KeyList {
  private KeyList() {}

  /**
   * The keys in the order in which they are named, each once; empty where the query names none.
   *
   * @throws ProblemException {@code limit-exceeded} where they are too many
   */
  public static Optional<List<Item>> of(TableSchema schema, List<Filter> filters, Limit most) {
    List<Item> keys = List.of(Item.of(Map.of()));
    boolean listed = false;
    for (KeyAttribute attribute : schema.key()) {
      List<Filter> about = filters.stream().filter(filter -> filter.isAbout(attribute)).toList();
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
                  .filter(value -> about.stream().allMatch(filter -> filter.holdsFor(value)))
                  .toList(),
              most);
    }
    return listed ? Optional.of(distinct(keys)) : Optional.empty();
  }

  private static List<Item> product(
      List<Item> keys, KeyAttribute attribute, List<AttributeValue> values, Limit most) {
    if (keys.size() * values.size() > most.most()) {
      throw most.exceeded(
          "The query names "
              + keys.size() * values.size()
              + " keys, but the limit for a request is "
              + most.most()
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
