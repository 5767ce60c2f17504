package dev.larder.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The value of an Accept header field, RFC 9110, section 12.5.1, in the spelling that JAX-RS reads.
 * Clients send other spellings too, such as {@code *; q=.2}, the default of Java's
 * HttpURLConnection; JAX-RS refuses some of them, and fails on others.
 */
public final class AcceptField {
  private static final String ANY = "*/*";

  private AcceptField() {}

  /**
   * Returns the value with type names in lower case and valid weights. It ignores a weight that is
   * no number, the parameters of media types that have none (those of JSON and CSV, and charset),
   * and elements that are no media ranges. {@link ProblemJson#MEDIA_TYPE} counts only beside other
   * elements, because it says nothing of the response to a success.
   *
   * @return null if nothing remains, so that every media type is acceptable
   */
  public static String normalized(String value) {
    if (value.equals(ANY) || value.equals("application/json")) {
      return value;
    }
    List<String> ranges = new ArrayList<>();
    boolean decisive = false;
    for (String element : split(value, ',')) {
      List<String> parts = split(element, ';');
      String type = mediaRange(parts.get(0));
      if (type != null) {
        ranges.add(type + parameters(type, parts.subList(1, parts.size())));
        decisive |= !type.equals(ProblemJson.MEDIA_TYPE);
      }
    }
    return decisive ? String.join(", ", ranges) : null;
  }

  /**
   * Returns the value of Accept-Charset, Accept-Encoding or Accept-Language (sections 12.5.2 to
   * 12.5.4) without what JAX-RS refuses: empty elements, other parameters than a weight, and
   * weights that are no numbers.
   *
   * @return null if nothing remains
   */
  public static String normalizedNames(String value) {
    List<String> names = new ArrayList<>();
    for (String element : value.split(",")) {
      String[] parts = element.split(";", 2);
      String name = parts[0].strip();
      if (Token.is(name)) {
        String parameter = parts.length == 1 ? "" : parts[1].strip();
        boolean weighted = parameter.toLowerCase(Locale.ROOT).startsWith("q=");
        names.add(name + (weighted ? weight(parameter.substring(2)) : ""));
      }
    }
    return names.isEmpty() ? null : String.join(", ", names);
  }

  /** Splits at separators outside of quotes. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** The type and subtype in lower case; null if the text is no media range. */
  private static String mediaRange(String text) {
    String range = text.strip().toLowerCase(Locale.ROOT);
    if (range.equals("*")) {
      return ANY;
    }
    int slash = range.indexOf('/');
    if (slash < 0) {
      return null;
    }
    String type = range.substring(0, slash);
    String subtype = range.substring(slash + 1);
    boolean valid =
        subtype.equals("*") ? type.equals("*") || isName(type) : isName(type) && isName(subtype);
    return valid ? range : null;
  }

  /** Whether the text is a token without an asterisk. */
  private static boolean isName(String text) {
    return text.indexOf('*') < 0 && Token.is(text);
  }

  private static String parameters(String type, List<String> parameters) {
    StringBuilder kept = new StringBuilder();
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      String name = (equals < 0 ? parameter : parameter.substring(0, equals)).strip();
      String text = equals < 0 ? "" : parameter.substring(equals + 1).strip();
      if (name.equalsIgnoreCase("q")) {
        // What follows the weight belongs to no media type.
        return kept.append(weight(text)).toString();
      }
      if (mayHave(type, name) && Token.is(name) && (Token.is(text) || isQuoted(text))) {
        kept.append(';').append(name).append('=').append(text);
      }
    }
    return kept.toString();
  }

  private static boolean mayHave(String type, String parameter) {
    return !parameter.equalsIgnoreCase("charset")
        && !type.endsWith("json")
        && !type.endsWith("*")
        && !type.equals(MediaTypes.CSV);
  }

  private static boolean isQuoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
  }

  /** The weight with at most three decimals; empty for 1. */
  private static String weight(String text) {
    boolean digits = false;
    boolean point = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits = true;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        return "";
      }
    }
    if (!digits) {
      return "";
    }
    double weight = Double.parseDouble(text);
    if (weight == 0) {
      return ";q=0";
    }
    long thousandths = Math.max(1, Math.round(weight * 1000));
    return thousandths >= 1000 ? "" : String.format(Locale.ROOT, ";q=0.%03d", thousandths);
  }
}
