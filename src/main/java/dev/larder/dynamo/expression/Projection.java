package dev.larder.dynamo.expression;

import dev.larder.dynamo.item.Item;
import dev.larder.text.FieldPaths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A selection of an item's attributes, or of members inside of maps; immutable.
 *
 * @param paths the selected paths, each a list of names, none within another; empty to select all
 * @param omits whether it selects everything except the paths
 */
public record Projection(Set<List<String>> paths, boolean omits) {
  /** Selects all attributes. */
  public static final Projection ALL = new Projection(Set.of(), false);

  public static Projection of(FieldPaths.Selection fields) {
    return new Projection(of(fields.paths()).paths(), fields.omits());
  }

  /** Selects paths, and drops those that lie within others. */
  public static Projection of(List<List<String>> paths) {
    Set<List<String>> outermost = new LinkedHashSet<>();
    for (List<String> path : paths) {
      if (paths.stream().noneMatch(other -> contains(other, path))) {
        outermost.add(List.copyOf(path));
      }
    }
    return new Projection(outermost, false);
  }

  /** Selects whole attributes. */
  public static Projection ofAttributes(List<String> names) {
    return of(names.stream().map(List::of).toList());
  }

  private static boolean contains(List<String> outer, List<String> inner) {
    return outer.size() < inner.size() && inner.subList(0, outer.size()).equals(outer);
  }

  /**
   * Whether all attributes of an item must be read, because DynamoDB cannot omit some, or because
   * all are selected.
   */
  public boolean isAll() {
    return omits || paths.isEmpty();
  }

  /** Whether it omits a whole attribute. */
  public boolean omits(String attribute) {
    return omits && paths.contains(List.of(attribute));
  }

  /** The top-level attributes of the selected paths, in order; empty if all must be read. */
  public Set<String> attributes() {
    return (isAll() ? Set.<List<String>>of() : paths)
        .stream().map(path -> path.get(0)).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Adds whole attributes, unless all must be read. */
  public Projection plus(List<String> attributes) {
    if (isAll()) {
      return this;
    }
    List<List<String>> all = new ArrayList<>(paths);
    attributes.forEach(attribute -> all.add(List.of(attribute)));
    return of(all);
  }

  /** Applies the projection to an item. */
  public Item of(Item item) {
    if (paths.isEmpty()) {
      return item;
    }
    return Item.of(omits ? rest(item.attributes(), paths) : chosen(item.attributes(), paths));
  }

  private static Map<String, AttributeValue> rest(
      Map<String, AttributeValue> members, Iterable<List<String>> paths) {
    Map<String, AttributeValue> rest = new LinkedHashMap<>(members);
    byFirstName(paths)
        .forEach(
            (name, below) -> {
              if (below.stream().anyMatch(List::isEmpty)) {
                rest.remove(name);
              } else {
                rest.computeIfPresent(
                    name,
                    (same, value) ->
                        value.hasM() ? AttributeValue.fromM(rest(value.m(), below)) : value);
              }
            });
    return rest;
  }

  /** The rests of paths by the names with which they begin. */
  private static Map<String, List<List<String>>> byFirstName(Iterable<List<String>> paths) {
    Map<String, List<List<String>>> below = new LinkedHashMap<>();
    for (List<String> path : paths) {
      below
          .computeIfAbsent(path.get(0), name -> new ArrayList<>())
          .add(path.subList(1, path.size()));
    }
    return below;
  }

  private static Map<String, AttributeValue> chosen(
      Map<String, AttributeValue> members, Iterable<List<String>> paths) {
    Map<String, AttributeValue> chosen = new LinkedHashMap<>();
    byFirstName(paths)
        .forEach(
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
