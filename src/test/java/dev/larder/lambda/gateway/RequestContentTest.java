package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.dynamo.Gzip;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestContentTest {
  private static final Limit SIZE = new Limit("body-size", 1000);
  private static final byte[] BINARY = {(byte) 0xFF, 0, (byte) 0xC0, (byte) 0xAF};

  private static GatewayRequest prepared(byte[] body, Map<String, String> fields) {
    GatewayRequest request = new GatewayRequest("PUT");
    request.setHeaderFields(fields);
    request.setBody(body);
    RequestContent.prepare(request, SIZE);
    return request;
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "DELETE"})
  void aMediaTypeOfNoContentSaysNothing(String method) {
    GatewayRequest request = new GatewayRequest(method);
    request.setHeaderFields(Map.of("Content-Type", "text/plain"));
    RequestContent.prepare(request, SIZE);
    assertNull(request.header("Content-Type"));
  }

  private static ProblemException refusal(byte[] body, Map<String, String> fields) {
    return assertThrows(ProblemException.class, () -> prepared(body, fields));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json;charset=utf-8",
        "application/json ; charset=\"utf-8\" ; a=b",
        "application/json;",
        "application/json; ;a=b",
        "application/vnd.a+json; v=\"a;b\\\"c\"",
        "x/y",
        "!#$%&'*+.^_`|~-/a",
        "*/*",
        "application/*"
      })
  void aMediaTypeIsTakenAndTheServerCanReadIt(String type) {
    prepared(utf8("{}"), Map.of("Content-Type", type));
    assertDoesNotThrow(() -> MediaType.valueOf(type));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "json",
        "/",
        "a/",
        "/a",
        "a/b/c",
        "a/b, c/d",
        "a/b c",
        "a/b;c",
        "a/b;=d",
        "a/b;c=\"d",
        "a/é",
        "\uD83D/\uDE00"
      })
  void whatIsNoMediaTypeIsRefusedOfABodyOnly(String type) {
    ProblemException problem = refusal(utf8("{}"), Map.of("Content-Type", type));
    assertEquals(ProblemType.UNSUPPORTED_MEDIA_TYPE, problem.type());
    assertTrue(problem.getMessage().contains("such as application/json"), problem.getMessage());
    assertNull(prepared(null, Map.of("Content-Type", type)).header("Content-Type"));
  }

  @Test
  void aLongContentTypeIsNotMatched() {
    String type = "a/b" + ";c=\"\"".repeat(100_000);
    assertEquals(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        refusal(utf8("{}"), Map.of("Content-Type", type)).type());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "application/json",
        "APPLICATION/JSON; a=b",
        "application/merge-patch+json",
        "application/x-ndjson",
        "text/csv",
        "text/json",
        "*/*",
        "application/*"
      })
  void textMustBeUtf8(String type) {
    Map<String, String> fields = type == null ? Map.of() : Map.of("Content-Type", type);
    prepared(utf8("{\"é\":\"😀\"}"), fields);
    for (String charset : new String[] {"UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1"}) {
      byte[] body = "{\"é\":1}".getBytes(Charset.forName(charset));
      assertEquals(ProblemType.MALFORMED_JSON, refusal(body, fields).type(), charset);
    }
    byte[] nul = {'{', 0, '}'};
    assertEquals(ProblemType.MALFORMED_JSON, refusal(nul, fields).type());
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "application/octet-stream", "multipart/form-data"})
  void otherContentMayBeBinary(String type) {
    GatewayRequest request = prepared(BINARY, Map.of("Content-Type", type));
    assertArrayEquals(BINARY, request.bodyOctets());
    assertTrue(request.getIsBase64Encoded());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZip", "x-gzip", " gzip ,", "identity, gzip"})
  void gzipIsDecoded(String encoding) {
    for (byte[] body : new byte[][] {utf8("{\"é\":1}"), BINARY}) {
      Map<String, String> fields = new TreeMap<>();
      fields.put("content-encoding", encoding);
      fields.put("Content-Type", "image/png");
      GatewayRequest request = prepared(Gzip.compress(body), fields);
      assertArrayEquals(body, request.bodyOctets());
      assertNull(request.header("Content-Encoding"));
    }
    GatewayRequest text = prepared(Gzip.compress(utf8("{}")), Map.of("Content-Encoding", encoding));
    assertEquals("{}", text.getBody());
    assertFalse(text.getIsBase64Encoded());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "identity", "Identity, identity"})
  void identityIsNoEncoding(String encoding) {
    GatewayRequest request = prepared(utf8("{}"), Map.of("Content-Encoding", encoding));
    assertEquals("{}", request.getBody());
    assertNull(request.header("Content-Encoding"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "compress", "zstd", "gzip, br", "gzip, gzip", "utf-8"})
  void anotherEncodingIsRefusedWithTheOneThatIsTaken(String encoding) {
    ProblemException problem =
        refusal(Gzip.compress(utf8("{}")), Map.of("Content-Encoding", encoding));
    assertEquals(ProblemType.UNSUPPORTED_MEDIA_TYPE, problem.type());
    assertEquals(Map.of("Accept-Encoding", "gzip"), problem.headers());
  }

  @Test
  void damagedGzipIsRefused() {
    byte[] zipped = Gzip.compress(utf8("{\"a\":\"" + "b".repeat(50) + "\"}"));
    byte[] wrongSum = zipped.clone();
    wrongSum[zipped.length - 7] ^= 1;
    for (byte[] damaged :
        new byte[][] {
          {}, utf8("{}"), Arrays.copyOf(zipped, 5), Arrays.copyOf(zipped, 20), wrongSum
        }) {
      ProblemException problem = refusal(damaged, Map.of("Content-Encoding", "gzip"));
      assertEquals(ProblemType.MALFORMED_JSON, problem.type());
      assertTrue(problem.getMessage().contains("gzip"), problem.getMessage());
    }
  }

  @Test
  void theDecodedBodyHasTheLimitOfABody() {
    Map<String, String> gzip = Map.of("Content-Encoding", "gzip");
    assertEquals(1000, prepared(Gzip.compress(utf8("a".repeat(1000))), gzip).bodyBytes());
    ProblemException problem = refusal(Gzip.compress(utf8("a".repeat(1001))), gzip);
    assertEquals(ProblemType.CONTENT_TOO_LARGE, problem.type());
    assertEquals("larder.limits.body-size", problem.members().get("setting"));
    assertTrue(problem.getMessage().contains("more than 1000"), problem.getMessage());
  }
}
