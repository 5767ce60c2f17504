package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.dynamo.Gzip;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseCompressionTest {
  private static final String LARGE = "{\"items\":[\"" + "é ".repeat(5000) + "\"]}";

  private static GatewayResponse response(int status, String body, Map<String, String> fields) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(fields);
    return new GatewayResponse(status, headers, List.of("a=b"), body, false);
  }

  @Test
  void aLargeBodyIsCompressed() {
    GatewayResponse plain =
        response(207, LARGE, Map.of("vary", "Origin", "content-length", "1", "Link", "</a>"));
    GatewayResponse sent = ResponseCompression.of(plain, "gzip, deflate, br");
    assertEquals(LARGE, new String(Gzip.decompress(sent.bytes()), StandardCharsets.UTF_8));
    assertEquals(
        Map.of(
            "Content-Encoding",
            "gzip",
            "content-length",
            String.valueOf(sent.bytes().length),
            "Link",
            "</a>",
            "vary",
            "Origin, Accept-Encoding"),
        Map.copyOf(sent.headers()));
    assertTrue(sent.base64());
    assertEquals(207, sent.status());
    assertEquals(List.of("a=b"), sent.cookies());
  }

  @Test
  void aClientThatDoesNotAcceptItIsToldThatOthersMay() {
    GatewayResponse sent = ResponseCompression.of(response(200, LARGE, Map.of()), null);
    assertEquals(LARGE, new String(sent.bytes(), StandardCharsets.UTF_8));
    assertEquals(Map.of("Vary", "Accept-Encoding"), sent.headers());
  }

  @Test
  void otherResponsesStayAsTheyAre() {
    for (GatewayResponse each :
        List.of(
            response(200, null, Map.of()),
            response(200, "a".repeat(ResponseCompression.MIN_LENGTH - 1), Map.of()),
            response(200, LARGE, Map.of("etag", "\"a\"")),
            response(200, LARGE, Map.of("Content-Encoding", "br")),
            response(422, LARGE, Map.of()),
            new GatewayResponse(200, Map.of(), List.of(), LARGE, true))) {
      assertSame(each, ResponseCompression.of(each, "gzip"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip|true",
        "GZIP;q=0.5|true",
        "x-gzip|true",
        "br, gzip ; q=0.001|true",
        "*|true",
        "br;q=1, *;q=0.1|true",
        "identity;q=0.5, gzip|true",
        "gzip;q=0.5, identity;q=0.5|true",
        "gzip;q=0|false",
        "gzip;q=0.000, *|false",
        "identity, gzip;q=0.5|false",
        "''|false",
        "identity|false",
        "br, deflate|false",
        "gzip;q=2|false",
        "gzip;q=|false",
        "gzip;a=b|false",
        "*;q=0|false"
      })
  void weightsAreHonoured(String field, boolean gzip) {
    assertEquals(gzip, ResponseCompression.prefersGzip(field));
  }
}
