package dev.larder.text;

import java.util.HashSet;
import java.util.Set;

/**
 * A percent-decoded value of a query. A comma separates values only as it stands; one that was
 * percent-encoded is data (RFC 3986, section 2.2).
 *
 * @param data the indexes of the commas in the text that were percent-encoded
 */
public record QueryValue(String text, Set<Integer> data) {
  private static final String COMMA = "%2C";

  /** A value in which every comma separates. */
  public static QueryValue of(String text) {
    return new QueryValue(text, Set.of());
  }

  /**
   * Decodes a value, whose plus signs are spaces.
   *
   * @throws IllegalArgumentException if it is not valid percent-encoded UTF-8
   */
  public static QueryValue decode(String encoded) {
    if (!hasEncodedComma(encoded)) {
      return of(decoded(encoded));
    }
    StringBuilder text = new StringBuilder(encoded.length());
    Set<Integer> data = new HashSet<>();
    int start = 0;
    for (int at = encodedComma(encoded, 0); at >= 0; at = encodedComma(encoded, start)) {
      text.append(decoded(encoded.substring(start, at)));
      data.add(text.length());
      text.append(',');
      start = at + COMMA.length();
    }
    return new QueryValue(text.append(decoded(encoded.substring(start))).toString(), data);
  }

  /** Joins values with a comma that separates. */
  public QueryValue and(QueryValue next) {
    Set<Integer> all = new HashSet<>(data);
    int offset = text.length() + 1;
    next.data.forEach(at -> all.add(at + offset));
    return new QueryValue(text + ',' + next.text, all);
  }

  /** Whether a percent-encoded text has a percent-encoded comma. */
  public static boolean hasEncodedComma(String encoded) {
    return encodedComma(encoded, 0) >= 0;
  }

  private static int encodedComma(String encoded, int from) {
    int at = encoded.indexOf('%', from);
    while (at >= 0 && !encoded.regionMatches(true, at, COMMA, 0, COMMA.length())) {
      at = encoded.indexOf('%', at + 1);
    }
    return at;
  }

  private static String decoded(String encoded) {
    return PercentEncoding.decode(encoded.replace('+', ' '))
        .orElseThrow(() -> new IllegalArgumentException("Not percent-encoded UTF-8"));
  }

  /** The index of the next comma that separates; -1 if there is none. */
  public int separator(int from) {
    int at = text.indexOf(',', from);
    while (at >= 0 && data.contains(at)) {
      at = text.indexOf(',', at + 1);
    }
    return at;
  }
}
