package dev.larder.text;

import java.nio.charset.StandardCharsets;

/** Percent-encodes text for URIs (RFC 3986, section 2). */
public final class PercentEncoding {
  private static final String UNRESERVED_PUNCTUATION = "-._~";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PercentEncoding() {}

  /**
   * Encodes all but the unreserved characters, so that the result is valid anywhere in a path or
   * query.
   */
  public static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(b)) {
        encoded.append((char) b);
      } else {
        append(encoded, b);
      }
    }
    return encoded.toString();
  }

  /** Appends octets and encodes each of them, even if it is unreserved. */
  public static void append(StringBuilder encoded, byte... octets) {
    for (byte b : octets) {
      encoded.append('%').append(HEX[(b & 0xF0) >> 4]).append(HEX[b & 0xF]);
    }
  }

  /** Whether a character is unreserved (RFC 3986, section 2.3). */
  public static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED_PUNCTUATION.indexOf(c) >= 0;
  }
}
