package dev.larder.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
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
}
