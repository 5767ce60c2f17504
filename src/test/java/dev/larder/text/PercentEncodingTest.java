package dev.larder.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a b", "%", "%41", "ü/?;&=+", "😀", "\0\uFFFD"})
  void whatIsEncodedDecodesToTheSame(String text) {
    assertEquals(Optional.of(text), PercentEncoding.decode(PercentEncoding.encode(text)));
  }

  @Test
  void itDecodesOnceAndLeavesPlusSigns() {
    assertEquals(Optional.of("%41+é€"), PercentEncoding.decode("%2541+%c3%A9€"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "a%4",
        "%4g",
        "%-1",
        "%１１",
        "%FF",
        "%C0%AF",
        "%ED%A0%80",
        "%E2%82",
        "%C3é",
        "a\uD800"
      })
  void whatIsNotPercentEncodedUtf8IsNotDecoded(String encoded) {
    assertEquals(Optional.empty(), PercentEncoding.decode(encoded));
  }
}
