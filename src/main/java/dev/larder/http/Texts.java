package dev.larder.http;

/** Texts of any length, where there is room for some. */
public final class Texts {
  private Texts() {}

  /** At most so many of a text's first characters, and no half of a surrogate pair. */
  public static String first(int most, String text) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
