package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayRequestTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "abcd", "grün", "€", "😀", "\u07FF\u0800"})
  void itsBodyHasAsManyBytesAsOctets(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(octets.length, bodyBytes(text, false));
    assertEquals(octets.length, bodyBytes(Base64.getEncoder().encodeToString(octets), true));
    assertEquals(
        octets.length,
        bodyBytes(Base64.getEncoder().withoutPadding().encodeToString(octets), true));
  }

  @Test
  void withoutABodyItHasNone() {
    assertEquals(0, bodyBytes(null, false));
  }

  private static int bodyBytes(String body, boolean base64) {
    GatewayRequest request = new GatewayRequest("PUT");
    if (base64) {
      request.setBase64Body(body);
    } else {
      request.setTextBody(body);
    }
    return request.bodyBytes();
  }
}
