package dev.larder.http;

/** Tokens of header fields, RFC 9110, section 5.6.2. */
public final class Token {
  private static final String PUNCTUATION = "!#$%&'*+-.^_`|~";

  private Token() {}

  /** Whether the text is a token. */
  public static boolean is(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x7F || !(Character.isLetterOrDigit(c) || PUNCTUATION.indexOf(c) >= 0)) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
