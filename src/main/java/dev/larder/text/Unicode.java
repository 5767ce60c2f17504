package dev.larder.text;

/** Checks and shortens strings. */
public final class Unicode {
  private Unicode() {}

  /**
   * Whether the string is valid Unicode. An unpaired surrogate has no UTF-8 encoding, and Java
   * would write it as a question mark.
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

  /**
   * The first characters of a text, without splitting a surrogate pair.
   *
   * @param most the maximum number of UTF-16 code units
   */
  public static String truncate(int most, String text) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
