package dev.larder.text;

import java.util.Collection;
import java.util.Optional;

/** Finds the name that was probably meant as another one. */
public final class SimilarNames {
  private SimilarNames() {}

  /**
   * The first of the names that differs from a name only in letter case or in white space around
   * it; empty if none does.
   */
  public static Optional<String> of(String name, Collection<String> names) {
    return names.stream().filter(each -> trimmed(each).equalsIgnoreCase(name)).findFirst();
  }

  /** Removes also no-break spaces and byte order marks, which text editors do not show. */
  private static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }
}
