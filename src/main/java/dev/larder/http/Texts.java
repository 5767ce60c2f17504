package dev.larder.http;

import java.nio.charset.StandardCharsets;

/** What is asked of texts of any kind. */
public final class Texts {
  private Texts() {}

  /**
   * Whether it is Unicode text: a string can have half of a surrogate pair, which has no UTF-8, and
   * becomes a question mark where it is written as such.
   */
  public static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** At most so many of a text's first characters, and no half of a surrogate pair. */
  public static String first(int most, String text) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
