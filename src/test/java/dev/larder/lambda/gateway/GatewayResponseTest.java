package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.text.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayResponseTest {

  private static GatewayResponse of(Map<String, String> headers, byte[] body) {
    return GatewayResponse.of(
        APIGatewayV2HTTPResponse.builder()
            .withStatusCode(200)
            .withHeaders(headers)
            .withCookies(List.of("a=1"))
            .withBody(body == null ? null : Base64.getEncoder().encodeToString(body))
            .withIsBase64Encoded(body != null)
            .build(),
        null);
  }

  @Test
  void aTransferEncodingIsLeftOut() {
    GatewayResponse response = of(Map.of("transfer-encoding", "", "ETag", "\"a\""), null);
    assertEquals(Map.of("ETag", "\"a\"", "X-Content-Type-Options", "nosniff"), response.headers());
    assertEquals(List.of("a=1"), response.cookies());
    assertFalse(response.hasBody());
    assertNull(response.bytes());
  }

  /** RFC 9110, section 8.6. */
  @ParameterizedTest
  @CsvSource({"200, true", "204, false", "304, false"})
  void aResponseThatNeverHasABodyHasNoLength(int status, boolean expected) {
    APIGatewayV2HTTPResponse response = new APIGatewayV2HTTPResponse();
    response.setStatusCode(status);
    response.setHeaders(Map.of("content-length", "0"));
    assertEquals(
        expected, GatewayResponse.of(response, null).headers().containsKey("Content-Length"));
  }

  @ParameterizedTest
  @CsvSource({
    "content-type, text/html; charset=utf-8",
    "content-type, application/json",
    "Content-Type, image/svg+xml",
    "CONTENT-TYPE, application/yaml"
  })
  void textIsText(String field, String type) {
    byte[] text = "grün 😀".getBytes(StandardCharsets.UTF_8);
    GatewayResponse response = of(Map.of(field, type), text);
    assertEquals(false, response.base64());
    assertArrayEquals(text, response.bytes());
  }

  @Test
  void whatIsNoTextInUtf8StaysInBase64() {
    byte[] latin = {'g', 'r', (byte) 0xFC, 'n'};
    for (String type : List.of("text/plain", "application/octet-stream")) {
      GatewayResponse response = of(Map.of("content-type", type), latin);
      assertTrue(response.base64());
      assertArrayEquals(latin, response.bytes());
    }
  }

  /** The octets that a resource left aside are the body, whatever the server wrote. */
  @ParameterizedTest
  @CsvSource({
    "text/plain, false, 'a \"quoted\" line\n of \u0001 grün 😀 \\'",
    "application/json, false, '{\"a\": \"b\"}'",
    "image/png, true, grün"
  })
  void octetsLeftAsideAreTheBody(String type, boolean base64, String text) throws IOException {
    APIGatewayV2HTTPResponse empty = new APIGatewayV2HTTPResponse();
    empty.setStatusCode(200);
    empty.setHeaders(Map.of("Content-Type", type));
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    GatewayResponse response = GatewayResponse.of(empty, octets);
    assertEquals(base64, response.base64());
    assertArrayEquals(octets, response.bytes());
    byte[] json =
        JsonObject.of(
            generator -> {
              generator.writeFieldName("body");
              response.writeBody(generator);
            });
    String read = new ObjectMapper().readTree(json).path("body").textValue();
    assertEquals(base64 ? Base64.getEncoder().encodeToString(octets) : text, read);
  }

  @Test
  void anErrorOfTheExtensionHasNoFieldsOfItsOwn() {
    APIGatewayV2HTTPResponse failed = new APIGatewayV2HTTPResponse();
    failed.setStatusCode(500);
    assertEquals(
        Map.of("X-Content-Type-Options", "nosniff"), GatewayResponse.of(failed, null).headers());
  }
}
