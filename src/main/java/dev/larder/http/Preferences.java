package dev.larder.http;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  private static final Preferences NONE = new Preferences(false, false, List.of());

  private static final String MINIMAL = "return=minimal";
  private static final String REPRESENTATION = "return=representation";

  /** What a read honours, whose response always has the representation. */
  public static final List<String> OF_READ = List.of(REPRESENTATION);

  /** What a write honours. */
  public static final List<String> OF_WRITE = List.of(MINIMAL, REPRESENTATION);

  /** What the delete of an item honours, whose response never has a representation. */
  public static final List<String> OF_DELETE = List.of(MINIMAL);

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
   * Reads the Prefer header fields. Preferences that the request does not support are ignored, as
   * RFC 7240 demands, unless {@code handling=strict} (RFC 7240, section 4.4) is among them.
   *
   * @param supported the preferences that the request supports, beside {@code handling}
   * @throws ProblemException {@code invalid-header} under {@code handling=strict}, if the request
   *     does not support a preference or the field is not valid
   */
  public static Preferences of(HttpHeaders headers, List<String> supported) {
    String field = headers.getHeaderString("Prefer");
    return field == null ? NONE : parse(field, supported);
  }

  static Preferences parse(String field, List<String> supported) {
    List<String> applied = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    String returned = null;
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
      String preference = normalized(element.group(1));
      switch (preference) {
        case MINIMAL, REPRESENTATION -> {
          // If a preference appears twice, the first counts (RFC 7240, section 2).
          if (returned == null) {
            returned = preference;
            (supported.contains(preference) ? applied : refused).add(preference);
          }
        }
        case "handling=strict", "handling=lenient" -> {
          if (!handling) {
            handling = true;
            strict = preference.endsWith("strict");
            applied.add(preference);
          }
        }
        case RESPOND_ASYNC -> {
          async = true;
          if (!supported.contains(preference)) {
            refused.add(preference);
          }
        }
        default -> refused.add(preference);
      }
    }
    if (end < field.length()) {
      refused.add("one that is not a valid token");
      strict |= normalized(field).contains("handling=strict");
    }
    if (strict && !refused.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID_HEADER,
          "Prefer has handling=strict, but also preferences that this request does not support: "
              + String.join(", ", refused)
              + ". It supports "
              + String.join(", ", supported)
              + " and handling.");
    }
    return new Preferences(MINIMAL.equals(returned), async, List.copyOf(applied));
  }

  /** Without the blanks around an equals sign and the quotes, which mean nothing. */
  private static String normalized(String preference) {
    return preference.replaceAll("\\s*=\\s*", "=").replace("\"", "").toLowerCase(Locale.ROOT);
  }
}
