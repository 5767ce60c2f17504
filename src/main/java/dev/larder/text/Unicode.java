package dev.larder.text;

import java.nio.ByteBuffer;

/** Checks and shortens text. */
public final class Unicode {
  private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = LOWEST_BITS << 7;

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

  /** The number of bytes of a text in UTF-8. */
  public static int utf8Length(String text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // Each half of a surrogate pair counts 2 of its 4 bytes.
        length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return length;
  }

  /**
   * Whether the octets are text in UTF-8 (RFC 3629). They are not with an overlong form or an
   * encoded surrogate, which lenient parsers read as another character, nor with the octet 0, which
   * neither JSON nor CSV has, but every JSON text in UTF-16 or UTF-32.
   */
  public static boolean isUtf8Text(byte[] octets) {
    ByteBuffer buffer = ByteBuffer.wrap(octets);
    int at = 0;
    while (at < octets.length) {
      if (at <= octets.length - Long.BYTES && isAscii(buffer.getLong(at))) {
        at += Long.BYTES;
      } else if (octets[at] > 0) {
        at++;
      } else {
        int length = sequenceAt(octets, at);
        if (length == 0) {
          return false;
        }
        at += length;
      }
    }
    return true;
  }

  /** Whether each of eight octets is from 1 to 127. */
  private static boolean isAscii(long octets) {
    return (((octets - LOWEST_BITS) | octets) & HIGHEST_BITS) == 0;
  }

  /**
   * The number of octets of the character at a position; 0 if there is none of several octets (RFC
   * 3629, section 4).
   */
  private static int sequenceAt(byte[] octets, int at) {
    int first = octets[at] & 0xFF;
    int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || at + length > octets.length) {
      return 0;
    }
    int second = octets[at + 1] & 0xFF;
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((octets[i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
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
