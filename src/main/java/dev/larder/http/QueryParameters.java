package dev.larder.http;

import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.FieldPaths;
import dev.larder.text.QueryValue;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The query parameters of a request. Each parameter that the resource names may appear once, except
 * the list {@code fields}, which many clients send with one value in each parameter.
 */
public final class QueryParameters {
  private static final Pattern COUNT = Pattern.compile("0*([0-9]+)");

  /** A number with more digits exceeds every limit. */
  private static final int MAX_DIGITS = 9;

  private static final String FIELDS = "fields";

  private final Map<String, List<String>> values;

  private final Supplier<String> query;

  private final List<String> known;

  /**
   * @param query returns the query as it was sent; null if there is none
   */
  private QueryParameters(
      Map<String, List<String>> values, Supplier<String> query, List<String> known) {
    this.values = values;
    this.query = query;
    this.known = known;
  }

  /**
   * @param known the parameters that the resource supports
   * @throws ProblemException {@code invalid-parameter} if there is another one or one appears twice
   */
  public static QueryParameters of(UriInfo uri, String... known) {
    return of(uri.getQueryParameters(), () -> uri.getRequestUri().getRawQuery(), false, known);
  }

  /**
   * Reads parameters of which the resource names some and also accepts others, such as filters.
   *
   * @param known the parameters that may appear once
   * @throws ProblemException {@code invalid-parameter} if one of them appears twice
   */
  public static QueryParameters allowingUnnamed(UriInfo uri, String... known) {
    return of(uri.getQueryParameters(), () -> uri.getRequestUri().getRawQuery(), true, known);
  }

  /** As {@link #allowingUnnamed(UriInfo, String...)}, of a query as in a URI. */
  public static QueryParameters allowingUnnamed(String query, String... known) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (!query.isEmpty()) {
      for (Map.Entry<String, QueryValue> parameter : parse(query)) {
        values
            .computeIfAbsent(parameter.getKey(), name -> new ArrayList<>())
            .add(parameter.getValue().text());
      }
    }
    return of(values, () -> query, true, known);
  }

  private static QueryParameters of(
      Map<String, List<String>> values, Supplier<String> query, boolean others, String... known) {
    for (Map.Entry<String, List<String>> parameter : values.entrySet()) {
      boolean isKnown = List.of(known).contains(parameter.getKey());
      if (!isKnown && others) {
        continue;
      }
      if (!isKnown) {
        throw invalid(
            parameter.getKey(),
            "The query parameter "
                + parameter.getKey()
                + " is not supported. "
                + (known.length == 0
                    ? "Send the request without query parameters."
                    : "The supported parameters are " + String.join(", ", known) + "."));
      }
      if (parameter.getValue().size() > 1 && !parameter.getKey().equals(FIELDS)) {
        throw invalid(
            parameter.getKey(),
            "The query parameter " + parameter.getKey() + " appears more than once. Send it once.");
      }
    }
    return new QueryParameters(values, query, List.of(known));
  }

  /** The parameters that the resource does not name, sorted by name, with each of their values. */
  public List<Map.Entry<String, QueryValue>> unnamed() {
    String sent = query.get();
    Stream<Map.Entry<String, QueryValue>> all =
        sent != null && QueryValue.hasEncodedComma(sent)
            ? Arrays.stream(sent.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .map(parameter -> decoded(parameter, parameter.indexOf('=')))
            : values.entrySet().stream()
                .flatMap(
                    parameter ->
                        parameter.getValue().stream()
                            .map(value -> Map.entry(parameter.getKey(), QueryValue.of(value))));
    return all.filter(parameter -> !known.contains(parameter.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .toList();
  }

  /**
   * Parses a query as in a URI, in its order.
   *
   * @throws ProblemException {@code invalid-parameter} if a parameter has no value or is not valid
   *     percent-encoded UTF-8
   */
  public static List<Map.Entry<String, QueryValue>> parse(String query) {
    return Arrays.stream(query.split("&"))
        .map(
            parameter -> {
              int equals = parameter.indexOf('=');
              if (equals < 0) {
                throw invalid(
                    parameter,
                    "The condition "
                        + parameter
                        + " has no value. Write it as attribute=value or"
                        + " attribute[operator]=value.");
              }
              return decoded(parameter, equals);
            })
        .toList();
  }

  private static Map.Entry<String, QueryValue> decoded(String parameter, int equals) {
    try {
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      return Map.entry(QueryValue.decode(name).text(), QueryValue.decode(value));
    } catch (IllegalArgumentException e) {
      throw invalid(
          parameter,
          "The condition "
              + parameter
              + " is not valid percent-encoded UTF-8. Write a percent sign itself as %25.");
    }
  }

  public Optional<String> string(String name) {
    return Optional.ofNullable(first(name));
  }

  private String first(String name) {
    List<String> sent = values.get(name);
    return sent == null || sent.isEmpty() ? null : sent.get(0);
  }

  /** What the parameter {@code fields} selects; everything if it is absent. */
  public FieldPaths.Selection fields() {
    List<String> sent = values.get(FIELDS);
    return sent == null ? FieldPaths.Selection.ALL : FieldPaths.selection(String.join(",", sent));
  }

  /**
   * The value of a boolean parameter; false if it is absent.
   *
   * @throws ProblemException {@code invalid-parameter} if it is neither {@code true} nor {@code
   *     false}
   */
  public boolean booleanValue(String name) {
    String value = first(name);
    if (value != null && !value.equals("true") && !value.equals("false")) {
      throw invalid(name, "The query parameter " + name + " must be true or false.");
    }
    return "true".equals(value);
  }

  /**
   * Whether a parameter with one possible value is present.
   *
   * @throws ProblemException {@code invalid-parameter} if it has another value
   */
  public boolean isSet(String name, String possible) {
    String value = first(name);
    if (value != null && !value.equals(possible)) {
      throw invalid(
          name, "The query parameter " + name + " must be " + possible + ", or be absent.");
    }
    return value != null;
  }

  /**
   * The value of an integer parameter from a least value to a limit.
   *
   * @param otherwise the value if the parameter is absent
   * @throws ProblemException {@code invalid-parameter} if it is not such an integer; {@code
   *     limit-exceeded}
   */
  public int intValue(String name, int least, Limit limit, int otherwise) {
    String value = first(name);
    if (value == null) {
      return otherwise;
    }
    String range = " must be a whole number from " + least + " to " + limit.max() + ".";
    Matcher count = COUNT.matcher(value);
    if (!count.matches()) {
      throw invalid(name, "The query parameter " + name + range);
    }
    String digits = count.group(1);
    if (digits.length() > MAX_DIGITS || Integer.parseInt(digits) > limit.max()) {
      String asked = digits.length() > MAX_DIGITS ? "a larger number" : digits;
      throw limit
          .exceeded("The query parameter " + name + " is " + asked + "; it" + range)
          .with("parameter", name);
    }
    int number = Integer.parseInt(digits);
    if (number < least) {
      throw invalid(name, "The query parameter " + name + range);
    }
    return number;
  }

  private static ProblemException invalid(String parameter, String detail) {
    return new ProblemException(ProblemType.INVALID_PARAMETER, detail).with("parameter", parameter);
  }
}
