package dev.larder.table.model;

import dev.larder.dynamo.item.Item;
import dev.larder.table.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The path of a collection's items, as in {@code /customers/{customerId}/orders/{orderId}}. Without
 * its last attribute it is the path of a list.
 */
public record ItemPath(List<Segment> segments) {
  /** A word, or the name of an attribute, whose value takes its place. */
  public record Segment(String name, boolean isVariable) {
    private static Segment of(String text) {
      Matcher variable = VARIABLE.matcher(text);
      return variable.matches() ? new Segment(variable.group(1), true) : new Segment(text, false);
    }

    @Override
    public String toString() {
      return isVariable ? "{" + name + "}" : name;
    }
  }

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]*");
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]+)}");

  /**
   * Parses a path.
   *
   * @throws IllegalArgumentException with the rest of a sentence that begins with the path
   */
  static ItemPath parse(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("does not begin with /, as in /orders/{orderId}");
    }
    List<String> segments = List.of(text.substring(1).split("/", -1));
    for (String segment : segments) {
      if (!WORD.matcher(segment).matches() && !VARIABLE.matcher(segment).matches()) {
        throw new IllegalArgumentException(
            "has the segment \""
                + segment
                + "\"; write an attribute in braces, or a word that begins with a letter or digit"
                + " and has only letters, digits, . _ ~ and -");
      }
    }
    ItemPath path = new ItemPath(segments.stream().map(Segment::of).toList());
    if (path.segments.get(0).isVariable()) {
      throw new IllegalArgumentException("begins with an attribute; begin with a word");
    }
    if (CollectionName.isReserved(segments.get(0))) {
      throw new IllegalArgumentException(
          "begins with /" + segments.get(0) + ", which is a path of the API itself");
    }
    List<String> variables = path.variables();
    if (variables.isEmpty()) {
      throw new IllegalArgumentException(
          "has no attribute in braces, so that there could be one item; add one, as in"
              + " /orders/{orderId}");
    }
    if (variables.stream().distinct().count() < variables.size()) {
      throw new IllegalArgumentException("names an attribute twice; name each once");
    }
    return path;
  }

  /** The path of the items of a collection that says none. */
  static ItemPath of(String collection, List<String> variables) {
    List<Segment> segments = new ArrayList<>(List.of(new Segment(collection, false)));
    variables.forEach(variable -> segments.add(new Segment(variable, true)));
    return new ItemPath(segments);
  }

  /** The word with which the path begins. */
  public String first() {
    return segments.get(0).name();
  }

  /** The attributes that the path names, in its order. */
  public List<String> variables() {
    return segments.stream().filter(Segment::isVariable).map(Segment::name).toList();
  }

  /**
   * The path of the list: without the last attribute, and what follows it. Of items at a word
   * behind their attribute, as in {@code /customers/{customerId}/settings}, there is none.
   */
  public Optional<ItemPath> list() {
    int last = segments.size() - 1;
    boolean word = !segments.get(last).isVariable();
    while (!segments.get(last).isVariable()) {
      last--;
    }
    ItemPath list = new ItemPath(segments.subList(0, last));
    return word && list.variables().isEmpty() ? Optional.empty() : Optional.of(list);
  }

  /** Whether some request could be to both. */
  boolean meets(ItemPath other) {
    if (segments.size() != other.segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      Segment one = segments.get(i);
      Segment another = other.segments.get(i);
      if (!one.equals(another) && !one.isVariable() && !another.isVariable()) {
        return false;
      }
    }
    return true;
  }

  /** The number of segments that are words. */
  public long words() {
    return segments.stream().filter(segment -> !segment.isVariable()).count();
  }

  /**
   * The path of an item, percent-encoded.
   *
   * @param item has the attributes of the path
   */
  public String of(TableSchema schema, Item item) {
    StringBuilder path = new StringBuilder();
    for (Segment segment : segments) {
      path.append('/')
          .append(
              segment.isVariable()
                  ? TableSchema.segment(schema.definition(segment.name()).orElseThrow(), item)
                  : segment.name());
    }
    return path.toString();
  }

  /**
   * The values of the attributes in a path.
   *
   * @param path percent-encoded segments
   * @return percent-encoded; empty if the path is another one
   */
  public Optional<List<String>> values(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      if (segments.get(i).isVariable()) {
        values.add(path.get(i));
      } else if (!segments.get(i).name().equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** The path as a model declares it. */
  @Override
  public String toString() {
    return "/" + segments.stream().map(Segment::toString).collect(Collectors.joining("/"));
  }
}
