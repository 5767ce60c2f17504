package dev.larder.lambda.gateway;

import dev.larder.text.PercentEncoding;
import java.nio.charset.StandardCharsets;

/**
 * Makes the path or query of an event fit for a request line. API Gateway's HTTP APIs deliver paths
 * decoded in part, so that any character can be in them.
 */
final class RequestTarget {
  /** RFC 3986, section 3.3, less the semicolon: JAX-RS would cut matrix parameters off the key. */
  private static final String PATH_PUNCTUATION = "!$&'()*+,=:@/";

  private static final String QUERY_PUNCTUATION = PATH_PUNCTUATION + ";?";

  private RequestTarget() {}

  /** The path, percent-encoded where it was not; {@code /} where there is none. */
  static String path(String raw) {
    return raw == null || raw.isEmpty() ? "/" : encode(raw, PATH_PUNCTUATION);
  }

  /** The query, percent-encoded where it was not. */
  static String query(String raw) {
    return raw == null ? null : encode(raw, QUERY_PUNCTUATION);
  }

  /** A name or value for a query, of its decoded form. */
  static String component(String decoded) {
    return encode(decoded.replace("%", "%25"), "");
  }

  private static String encode(String raw, String punctuation) {
    int at = 0;
    while (at < raw.length() && fits(raw, at, punctuation)) {
      at++;
    }
    if (at == raw.length()) {
      return raw;
    }
    StringBuilder encoded = new StringBuilder(raw.length() + 16).append(raw, 0, at);
    while (at < raw.length()) {
      int c = raw.codePointAt(at);
      if (fits(raw, at, punctuation)) {
        encoded.append((char) c);
      } else {
        PercentEncoding.append(encoded, octets(c));
      }
      at += Character.charCount(c);
    }
    return encoded.toString();
  }

  /** Half of a surrogate pair becomes octets that decode to nothing, not to another key. */
  private static byte[] octets(int c) {
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      return new byte[] {(byte) 0xED, (byte) (0x80 | (c >> 6 & 0x3F)), (byte) (0x80 | (c & 0x3F))};
    }
    return Character.toString(c).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean fits(String text, int at, String punctuation) {
    char c = text.charAt(at);
    if (c == '%') {
      return at + 2 < text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2));
    }
    return PercentEncoding.isUnreserved(c) || punctuation.indexOf(c) >= 0;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
