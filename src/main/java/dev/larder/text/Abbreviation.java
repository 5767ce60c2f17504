package dev.larder.text;

/** Shortens texts that a caller has sent, for messages that quote them. */
public final class Abbreviation {
  private static final int MOST = 100;

  private Abbreviation() {}

  /** The text; only its beginning, with an ellipsis, if it has more than 100 characters. */
  public static String of(String text) {
    return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
  }
}
