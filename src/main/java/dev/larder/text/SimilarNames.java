package dev.larder.text;

import java.util.Collection;
import java.util.Optional;

/** Finds the name that was probably meant as another one. */
public final class SimilarNames {
  /** Shorter names differ in one character from many others. */
  private static final int LEAST_LENGTH = 4;

  private SimilarNames() {}

  /**
   * The first of the names that differs from a name only in letter case or in white space around
   * it; empty if none does.
   */
  public static Optional<String> of(String name, Collection<String> names) {
    return names.stream().filter(each -> trimmed(each).equalsIgnoreCase(name)).findFirst();
  }

  /**
   * The first of the names that differs from a name in one character: another, a missing, an
   * additional one, or two in the other order; empty if none does, or the name is short.
   */
  public static Optional<String> near(String name, Collection<String> names) {
    return name.length() < LEAST_LENGTH
        ? Optional.empty()
        : names.stream().filter(each -> isNear(name, each)).findFirst();
  }

  private static boolean isNear(String one, String other) {
    int start = 0;
    int shorter = Math.min(one.length(), other.length());
    while (start < shorter && one.charAt(start) == other.charAt(start)) {
      start++;
    }
    String a = one.substring(start);
    String b = other.substring(start);
    return switch (a.length() - b.length()) {
      case 1 -> a.substring(1).equals(b);
      case -1 -> b.substring(1).equals(a);
      case 0 -> a.substring(1).equals(b.substring(1)) || isSwapped(a, b);
      default -> false;
    };
  }

  private static boolean isSwapped(String a, String b) {
    return a.length() > 1
        && a.charAt(0) == b.charAt(1)
        && a.charAt(1) == b.charAt(0)
        && a.substring(2).equals(b.substring(2));
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
