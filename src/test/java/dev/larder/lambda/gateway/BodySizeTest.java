package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodySizeTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "abcd", "grün", "€", "😀", "\u07FF\u0800"})
  void itIsThatOfTheOctets(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(octets.length, BodySize.of(text, false));
    assertEquals(octets.length, BodySize.of(Base64.getEncoder().encodeToString(octets), true));
    assertEquals(
        octets.length,
        BodySize.of(Base64.getEncoder().withoutPadding().encodeToString(octets), true));
  }

  @Test
  void withoutABodyItIsNothing() {
    assertEquals(0, BodySize.of(null, false));
  }
}
