package dev.larder.text;

/** What is asked of texts of any kind. */
public final class Texts {
  private Texts() {}

  /**
   * Whether it is Unicode text: a string can have half of a surrogate pair, which has no UTF-8, and
   * becomes a question mark where it is written as such.
   */
  public static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))
          && (i + 1 == text.length()
              || !Character.isSurrogatePair(text.charAt(i), text.charAt(++i)))) {
        return false;
      }
    }
    return true;
  }

  /** At most so many of a text's first characters, and no half of a surrogate pair. */
  public static String first(int most, String text) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
