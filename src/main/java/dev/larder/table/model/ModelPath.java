package dev.larder.table.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of a model, as in {@code /customers/{customerId}/orders/{orderId}}.
 *
 * @param segments words, and attributes in braces
 */
record ModelPath(List<String> segments) {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]*");
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]+)}");

  /** The first segments that the API uses itself; others of its own begin with {@code _}. */
  private static final List<String> RESERVED = List.of("openapi");

  /**
   * Parses a path.
   *
   * @throws IllegalArgumentException with the rest of a sentence that begins with the path
   */
  static ModelPath parse(String text) {
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
    ModelPath path = new ModelPath(segments);
    if (VARIABLE.matcher(segments.get(0)).matches()) {
      throw new IllegalArgumentException("begins with an attribute; begin with a word");
    }
    if (RESERVED.contains(segments.get(0))) {
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
  static ModelPath of(String collection, List<String> variables) {
    List<String> segments = new ArrayList<>(List.of(collection));
    variables.forEach(variable -> segments.add("{" + variable + "}"));
    return new ModelPath(segments);
  }

  private static Optional<String> variable(String segment) {
    Matcher variable = VARIABLE.matcher(segment);
    return variable.matches() ? Optional.of(variable.group(1)) : Optional.empty();
  }

  List<String> variables() {
    return segments.stream().flatMap(segment -> variable(segment).stream()).toList();
  }

  /**
   * The path of the list: without the last attribute, and what follows it. Of items at a word
   * behind their attribute, as in {@code /customers/{customerId}/settings}, there is none.
   */
  Optional<ModelPath> list() {
    int last = segments.size() - 1;
    boolean word = variable(segments.get(last)).isEmpty();
    while (variable(segments.get(last)).isEmpty()) {
      last--;
    }
    ModelPath list = new ModelPath(segments.subList(0, last));
    return word && list.variables().isEmpty() ? Optional.empty() : Optional.of(list);
  }

  /** Whether some request could be to both. */
  boolean meets(ModelPath other) {
    if (segments.size() != other.segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      String one = segments.get(i);
      String another = other.segments.get(i);
      if (!one.equals(another) && variable(one).isEmpty() && variable(another).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "/" + String.join("/", segments);
  }
}
