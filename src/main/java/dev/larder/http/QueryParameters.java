package dev.larder.http;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The query parameters of a request, of which unknown and repeated ones are refused. */
public final class QueryParameters {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,9}");

  private final MultivaluedMap<String, String> values;

  private QueryParameters(MultivaluedMap<String, String> values) {
    this.values = values;
  }

  /**
   * @param known the names that the resource takes
   * @throws ProblemException {@code invalid-parameter}
   */
  public static QueryParameters of(UriInfo uri, String... known) {
    MultivaluedMap<String, String> values = uri.getQueryParameters();
    for (Map.Entry<String, List<String>> parameter : values.entrySet()) {
      if (!List.of(known).contains(parameter.getKey())) {
        throw invalid(
            parameter.getKey(),
            "The query parameter "
                + parameter.getKey()
                + " is not known here; "
                + (known.length == 0
                    ? "there are none."
                    : "there are: " + String.join(", ", known) + "."));
      }
      if (parameter.getValue().size() > 1) {
        throw invalid(
            parameter.getKey(),
            "The query parameter " + parameter.getKey() + " appears twice; send it once.");
      }
    }
    return new QueryParameters(values);
  }

  public Optional<String> string(String name) {
    return Optional.ofNullable(values.getFirst(name));
  }

  /** The paths of a {@code fields} parameter; none where it is absent. */
  public List<List<String>> fields() {
    return string("fields").map(Fields::parse).orElse(List.of());
  }

  /** The value of a parameter that is {@code true} or {@code false}; false where it is absent. */
  public boolean flag(String name) {
    String value = values.getFirst(name);
    if (value != null && !value.equals("true") && !value.equals("false")) {
      throw invalid(name, "The query parameter " + name + " takes true or false.");
    }
    return "true".equals(value);
  }

  /** The value of a whole number within bounds, or the default where it is absent. */
  public int number(String name, int least, int most, int otherwise) {
    String value = values.getFirst(name);
    if (value == null) {
      return otherwise;
    }
    if (WHOLE_NUMBER.matcher(value).matches()) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw invalid(
        name,
        "The query parameter "
            + name
            + " takes a whole number from "
            + least
            + " to "
            + most
            + ".");
  }

  private static ProblemException invalid(String parameter, String detail) {
    return new ProblemException(ProblemType.INVALID_PARAMETER, detail).with("parameter", parameter);
  }
}
