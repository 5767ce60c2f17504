package dev.larder.dynamo.expression;

import dev.larder.dynamo.item.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A choice of an item's attributes, at the top or inside of maps; immutable.
 *
 * @param paths the chosen paths, each a list of names; none of them lies within another
 */
public record Projection(Set<List<String>> paths) {
  /** Everything. */
  public static final Projection ALL = new Projection(Set.of());

  /** The paths, without those that lie within others of them. */
  public static Projection of(List<List<String>> paths) {
    Set<List<String>> outermost = new LinkedHashSet<>();
    for (List<String> path : paths) {
      if (paths.stream().noneMatch(other -> contains(other, path))) {
        outermost.add(List.copyOf(path));
      }
    }
    return new Projection(outermost);
  }

  /** Whole attributes. */
  public static Projection ofAttributes(List<String> names) {
    return of(names.stream().map(List::of).toList());
  }

  private static boolean contains(List<String> outer, List<String> inner) {
    return outer.size() < inner.size() && inner.subList(0, outer.size()).equals(outer);
  }

  /** Whether nothing is left out. */
  public boolean isAll() {
    return paths.isEmpty();
  }

  /** The attributes of which something is chosen, in their order; none where everything is. */
  public Set<String> attributes() {
    return paths.stream()
        .map(path -> path.get(0))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** This choice with whole attributes added; everything stays everything. */
  public Projection plus(List<String> attributes) {
    if (isAll()) {
      return this;
    }
    List<List<String>> all = new ArrayList<>(paths);
    attributes.forEach(attribute -> all.add(List.of(attribute)));
    return of(all);
  }

  /** The chosen part of an item. */
  public Item of(Item item) {
    return isAll() ? item : Item.of(chosen(item.attributes(), paths));
  }

  private static Map<String, AttributeValue> chosen(
      Map<String, AttributeValue> members, Iterable<List<String>> paths) {
    Map<String, List<List<String>>> below = new LinkedHashMap<>();
    for (List<String> path : paths) {
      below
          .computeIfAbsent(path.get(0), name -> new ArrayList<>())
          .add(path.subList(1, path.size()));
    }
    Map<String, AttributeValue> chosen = new LinkedHashMap<>();
    below.forEach(
        (name, rest) -> {
          AttributeValue value = members.get(name);
          if (value == null) {
            return;
          }
          if (rest.stream().anyMatch(List::isEmpty)) {
            chosen.put(name, value);
          } else if (value.hasM()) {
            Map<String, AttributeValue> inner = chosen(value.m(), rest);
            if (!inner.isEmpty()) {
              chosen.put(name, AttributeValue.fromM(inner));
            }
          }
        });
    return chosen;
  }
}
