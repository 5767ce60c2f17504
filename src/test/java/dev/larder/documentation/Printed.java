package dev.larder.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a page says that a command prints. If it begins with a status line, it is a response: the
 * header fields that it shows must be there, among others, and its body must be equal. JSON is
 * compared as JSON; a line {@code ...} stands for any lines, and {@code ...} in a line for any
 * text.
 */
final class Printed {
  private static final String STATUS_LINE = "HTTP/";

  private final List<String> lines;

  Printed(List<String> lines) {
    this.lines = lines;
  }

  /** Returns what differs, in sentences; an empty list if nothing does. */
  List<String> differences(String actual) {
    List<String> printed = lines(actual);
    return !lines.isEmpty() && lines.get(0).startsWith(STATUS_LINE)
        ? responseDifferences(withoutInterim(printed))
        : bodyDifferences(lines, printed);
  }

  private List<String> responseDifferences(List<String> printed) {
    List<String> differences = new ArrayList<>();
    List<String> head = head(printed);
    if (head.isEmpty() || !TextPattern.matches(lines.get(0), head.get(0).stripTrailing())) {
      differences.add("The status line is " + (head.isEmpty() ? "absent" : head.get(0)));
    }
    for (String field : head(lines).subList(1, head(lines).size())) {
      if (!field.equals(TextPattern.ANY)
          && head.stream().noneMatch(is -> fieldMatches(field, is))) {
        differences.add("The response has no header field " + field);
      }
    }
    differences.addAll(bodyDifferences(body(lines), body(printed)));
    return differences;
  }

  private static List<String> bodyDifferences(List<String> expected, List<String> actual) {
    Optional<JsonPattern> json = JsonPattern.parse(String.join("\n", expected));
    boolean same =
        json.isPresent() && json.get().matches(String.join("\n", actual))
            || Sequences.match(expected, actual, TextPattern.ANY::equals, Printed::lineMatches);
    return same ? List.of() : List.of("The output differs");
  }

  private static boolean lineMatches(String expected, String actual) {
    return TextPattern.matches(expected, actual)
        || JsonPattern.parse(expected).filter(json -> json.matches(actual)).isPresent();
  }

  private static boolean fieldMatches(String expected, String actual) {
    int colon = expected.indexOf(':');
    int at = actual.indexOf(':');
    return colon > 0
        && at > 0
        && lower(expected.substring(0, colon)).equals(lower(actual.substring(0, at)))
        && TextPattern.matches(
            expected.substring(colon + 1).strip(), actual.substring(at + 1).strip());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static List<String> withoutInterim(List<String> printed) {
    boolean interim = !printed.isEmpty() && printed.get(0).matches("HTTP/\\S+ 1\\d\\d.*");
    return interim ? withoutInterim(body(printed)) : printed;
  }

  private static List<String> head(List<String> response) {
    int end = response.indexOf("");
    return end < 0 ? response : response.subList(0, end);
  }

  private static List<String> body(List<String> response) {
    int end = response.indexOf("");
    return end < 0 ? List.of() : response.subList(end + 1, response.size());
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(text.replace("\r", "").lines().toList());
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }
}
