package dev.larder.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encodes text for URIs (RFC 3986, section 2), and decodes it. */
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

  /**
   * Decodes each percent-encoded octet once; a plus sign stays one.
   *
   * @return empty if a percent sign has no two hexadecimal digits, or the octets are not UTF-8 (RFC
   *     3629)
   */
  public static Optional<String> decode(String encoded) {
    if (!Unicode.isUnicode(encoded)) {
      return Optional.empty();
    }
    byte[] sent = encoded.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(sent.length);
    for (int i = 0; i < sent.length; i++) {
      if (sent[i] != '%') {
        decoded.put(sent[i]);
        continue;
      }
      int octet = i + 2 < sent.length ? octet((char) sent[i + 1], (char) sent[i + 2]) : -1;
      if (octet < 0) {
        return Optional.empty();
      }
      decoded.put((byte) octet);
      i += 2;
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The octet of two hexadecimal digits of ASCII; negative if they are none. */
  public static int octet(char high, char low) {
    return digit(high) < 0 || digit(low) < 0 ? -1 : digit(high) << 4 | digit(low);
  }

  private static int digit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
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
