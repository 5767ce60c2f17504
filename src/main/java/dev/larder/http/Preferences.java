package dev.larder.http;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The preferences of a request, RFC 7240.
 *
 * @param minimal whether the response to a write omits the item ({@code return=minimal})
 * @param async whether the response may come before the write ({@code respond-async})
 * @param applied the preferences to list in Preference-Applied, whatever the response
 */
public record Preferences(boolean minimal, boolean async, List<String> applied) {
  /** The preference for a response before the request is done, RFC 7240, section 4.1. */
  public static final String RESPOND_ASYNC = "respond-async";

  // Possessive quantifiers, because the matcher would otherwise backtrack through every way to
  // split an invalid field.
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";
  private static final String PREFERENCE =
      TOKEN + "(?:\\s*+=\\s*+(?:" + TOKEN + "|" + QUOTED + "))?+";
  private static final Pattern ELEMENT =
      Pattern.compile(
          "\\s*+(?:(" + PREFERENCE + ")(?:\\s*+;\\s*+(?:" + PREFERENCE + ")?+)*+)?+\\s*+(?:,|\\z)");

  /**
   * Reads the Prefer header fields. Unknown preferences are ignored, as RFC 7240 demands, unless
   * {@code handling=strict} (RFC 7240, section 4.4) is among them.
   *
   * @throws ProblemException {@code invalid-header} under {@code handling=strict}, if a preference
   *     is unknown or the field is not valid
   */
  public static Preferences of(HttpHeaders headers) {
    String field = headers.getHeaderString("Prefer");
    return field == null ? new Preferences(false, false, List.of()) : parse(field);
  }

  static Preferences parse(String field) {
    List<String> applied = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    Optional<Boolean> minimal = Optional.empty();
    boolean async = false;
    boolean strict = false;
    boolean handling = false;
    Matcher element = ELEMENT.matcher(field);
    int end = 0;
    while (end < field.length() && element.region(end, field.length()).lookingAt()) {
      end = element.end();
      if (element.group(1) == null) {
        continue;
      }
      String preference = element.group(1).replaceAll("[\\s\"]", "").toLowerCase(Locale.ROOT);
      switch (preference) {
        case "return=minimal", "return=representation" -> {
          // If a preference appears twice, the first counts (RFC 7240, section 2).
          if (minimal.isEmpty()) {
            minimal = Optional.of(preference.endsWith("minimal"));
            applied.add(preference);
          }
        }
        case "handling=strict", "handling=lenient" -> {
          if (!handling) {
            handling = true;
            strict = preference.endsWith("strict");
            applied.add(preference);
          }
        }
        case RESPOND_ASYNC -> async = true;
        default -> unknown.add(preference);
      }
    }
    if (end < field.length()) {
      unknown.add("one that is not a valid token");
      strict |= field.toLowerCase(Locale.ROOT).contains("handling=strict");
    }
    if (strict && !unknown.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID_HEADER,
          "Prefer has handling=strict, but also preferences that are not supported: "
              + String.join(", ", unknown)
              + ". The supported preferences are return=minimal, return=representation,"
              + " respond-async and handling.");
    }
    return new Preferences(minimal.orElse(false), async, List.copyOf(applied));
  }
}
