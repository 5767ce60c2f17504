package dev.larder.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnicodeTest {

  @Test
  void unicodeIsWhatUtf8CanHave() {
    char[] some = {'a', 'é', '\uD7FF', '\uD83D', '\uDE42', '\uE000', '\uDBFF', '\uDC00'};
    Random random = new Random(6);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(6); length > 0; length--) {
        text.append(some[random.nextInt(some.length)]);
      }
      assertEquals(
          StandardCharsets.UTF_8.newEncoder().canEncode(text),
          Unicode.isUnicode(text.toString()),
          () -> text.chars().mapToObj(Integer::toHexString).toList().toString());
    }
  }

  /** All of one and two octets, some of three, and those of four that begin a range or end one. */
  @Test
  void textIsWhatTheStrictDecoderTakesExceptTheOctetZero() {
    for (int octets = 0; octets < 1 << 24; octets += octets < 1 << 16 ? 1 : 61) {
      assertDecoded(octets < 1 << 8 ? 1 : octets < 1 << 16 ? 2 : 3, octets);
    }
    int[] bounds = {0x00, 0x01, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    for (int first = 0x80; first <= 0xFF; first++) {
      for (int second : bounds) {
        for (int third : bounds) {
          for (int fourth : bounds) {
            assertDecoded(4, first << 24 | second << 16 | third << 8 | fourth);
          }
        }
      }
    }
  }

  private static void assertDecoded(int length, int bits) {
    byte[] octets = new byte[length];
    boolean zero = false;
    for (int i = 0; i < length; i++) {
      octets[i] = (byte) (bits >> 8 * (length - 1 - i));
      zero |= octets[i] == 0;
    }
    if (Unicode.isUtf8Text(octets) != (isDecodable(octets) && !zero)) {
      fail(Integer.toHexString(bits));
    }
  }

  private static final CharsetDecoder STRICT = StandardCharsets.UTF_8.newDecoder();

  private static boolean isDecodable(byte[] octets) {
    try {
      STRICT.decode(ByteBuffer.wrap(octets));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Test
  void whatIsNotTextIsFoundAtAnyPlace() {
    for (int length = 1; length < 40; length++) {
      byte[] octets = new byte[length];
      Arrays.fill(octets, (byte) 'a');
      assertTrue(Unicode.isUtf8Text(octets));
      for (int at = 0; at < length; at++) {
        for (byte wrong : new byte[] {0, (byte) 0x80, (byte) 0xC3, (byte) 0xFF}) {
          octets[at] = wrong;
          assertFalse(Unicode.isUtf8Text(octets));
        }
        octets[at] = 'a';
      }
    }
  }
}
