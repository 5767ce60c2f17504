package dev.larder.table;

import dev.larder.dynamo.item.Item;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The path of a collection's items, as in {@code /customers/{customerId}/orders/{orderId}}. Without
 * its last variable it is the path of a list.
 *
 * @param segments literals, and names of attributes in braces
 */
public record ItemPath(List<String> segments) {

  public ItemPath {
    segments = List.copyOf(segments);
  }

  /** A path as it is declared. */
  static ItemPath parse(String path) {
    return new ItemPath(Arrays.asList(path.substring(1).split("/", -1)));
  }

  /** The path of a collection that declares none: its name with the attributes of the key. */
  static ItemPath of(String collection, List<KeyAttribute> key) {
    return new ItemPath(
        Stream.concat(
                Stream.of(collection), key.stream().map(attribute -> "{" + attribute.name() + "}"))
            .toList());
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{");
  }

  private static String name(String variable) {
    return variable.substring(1, variable.length() - 1);
  }

  /** The attributes that the path names, in its order. */
  public List<String> variables() {
    return segments.stream().filter(ItemPath::isVariable).map(ItemPath::name).toList();
  }

  /** As it is declared. */
  public String template() {
    return "/" + String.join("/", segments);
  }

  /** The path of a list: without the last variable, and what follows it. */
  public Optional<ItemPath> list() {
    int last = segments.size() - 1;
    while (last >= 0 && !isVariable(segments.get(last))) {
      last--;
    }
    return last < 1 ? Optional.empty() : Optional.of(new ItemPath(segments.subList(0, last)));
  }

  /** The number of segments that are literals. */
  int literals() {
    return (int) segments.stream().filter(segment -> !isVariable(segment)).count();
  }

  /**
   * The path of an item, percent-encoded.
   *
   * @param item has the attributes of the variables
   */
  String of(TableSchema schema, Item item) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      path.append('/')
          .append(
              isVariable(segment)
                  ? TableSchema.segment(schema.definition(name(segment)).orElseThrow(), item)
                  : segment);
    }
    return path.toString();
  }

  /**
   * The values of the variables in a path.
   *
   * @param path percent-encoded segments
   * @return percent-encoded; empty if the path is another one
   */
  Optional<List<String>> values(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      if (isVariable(segments.get(i))) {
        values.add(path.get(i));
      } else if (!segments.get(i).equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}
