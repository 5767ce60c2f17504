package dev.larder.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A query of a collection, as {@code GET /{collection}} has it. Immutable.
 *
 * <pre>{@code
 * Query.all().where("status", "open").where("placed", "gte", "2026-01-01").sort("-placed").limit(50)
 * }</pre>
 *
 * <p>A key or an index must serve it, as for HTTP. All of its conditions must hold.
 */
public final class Query {
  private static final Query ALL = new Query(List.of());

  /** Names and values, percent-encoded. */
  private final List<Map.Entry<String, String>> parameters;

  private Query(List<Map.Entry<String, String>> parameters) {
    this.parameters = parameters;
  }

  /** A query for all items, page by page. */
  public static Query all() {
    return ALL;
  }

  /** This query for items whose attribute equals a value. */
  public Query where(String attribute, Object value) {
    return where(attribute, "eq", value);
  }

  /**
   * This query for items that fulfil a condition.
   *
   * @param attribute the name of an attribute, or a path into it as in {@code address.city}
   * @param operator one of {@code eq ne lt lte gt gte between prefix contains in exists}
   * @param values strings, numbers, booleans or null; two for {@code between}, one or more for
   *     {@code in}
   */
  public Query where(String attribute, String operator, Object... values) {
    List<Map.Entry<String, String>> all = new ArrayList<>(parameters);
    all.add(
        Map.entry(
            encoded(attribute + '[' + operator + ']'),
            Arrays.stream(values)
                .map(value -> encoded(literal(value)))
                .collect(Collectors.joining(","))));
    return new Query(List.copyOf(all));
  }

  /**
   * This query in the order of a sort key.
   *
   * @param attribute its name, with a minus sign before it for descending order
   */
  public Query sort(String attribute) {
    return with("sort", attribute);
  }

  /** This query with at most so many items on a page. */
  public Query limit(int items) {
    return with("limit", String.valueOf(items));
  }

  /** This query for some attributes of each item only. */
  public Query fields(String... attributes) {
    return with("fields", String.join(",", attributes));
  }

  /** This query with strongly consistent reads. */
  public Query consistent() {
    return with("consistent", "true");
  }

  /** This query from the end of another page on; {@link Page#next} has the cursor. */
  public Query cursor(String next) {
    return with("cursor", next);
  }

  private Query with(String name, String value) {
    List<Map.Entry<String, String>> all = new ArrayList<>(parameters);
    all.removeIf(parameter -> parameter.getKey().equals(name));
    all.add(Map.entry(name, encoded(value)));
    return new Query(List.copyOf(all));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String literal(Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The query as in a URI, percent-encoded. */
  @Override
  public String toString() {
    return parameters.stream()
        .map(parameter -> parameter.getKey() + '=' + parameter.getValue())
        .collect(Collectors.joining("&"));
  }
}
