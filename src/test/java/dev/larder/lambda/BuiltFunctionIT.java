package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.TestDynamoDb;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The built function under Lambda's runtime client, driven as Lambda drives it. */
class BuiltFunctionIT {
  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final DeployedFunction function = BuiltFunction.start(dynamoDb, "items", Map.of());

  private static HttpEvent.Answer answer(HttpEvent event) {
    return HttpEvent.Answer.of(function.invoke(event.toString()));
  }

  @Test
  void anItemIsWrittenReadReplacedAndDeleted() {
    HttpEvent.Answer created =
        answer(HttpEvent.of("PUT", "/items/life").json("{\"colour\":\"grün\",\"n\":1.50}"));
    assertEquals(201, created.status(), created.body());

    HttpEvent.Answer read = answer(HttpEvent.of("GET", "/items/life"));
    assertEquals(200, read.status());
    assertEquals(created.json(), read.json());
    assertEquals(created.headers().get("ETag"), read.headers().get("ETag"));
    assertEquals("grün", read.json().path("colour").asText());

    HttpEvent.Answer replaced =
        answer(
            HttpEvent.of("PUT", "/items/life")
                .header("If-Match", read.headers().get("ETag"))
                .base64Json("{\"colour\":\"rot\"}"));
    assertEquals(200, replaced.status(), replaced.body());
    assertEquals(
        412,
        answer(HttpEvent.of("DELETE", "/items/life").header("If-Match", read.headers().get("ETag")))
            .status());
    assertEquals(204, answer(HttpEvent.of("DELETE", "/items/life")).status());
    assertEquals(404, answer(HttpEvent.of("GET", "/items/life")).status());
  }

  @Test
  void cursorsAndIdempotencyKeysBelongToTheirCaller() {
    List<UnaryOperator<HttpEvent>> callers =
        List.of(
            event -> event,
            event -> event.jwt("ada"),
            event -> event.jwt("grace"),
            event -> event.iam("arn:aws:iam::123456789012:user/ada"),
            event -> event.lambda("ada"));
    for (String id : List.of("c1", "c2")) {
      answer(HttpEvent.of("PUT", "/items/" + id).json("{}"));
    }
    Set<String> written = new HashSet<>();
    for (UnaryOperator<HttpEvent> caller : callers) {
      String next =
          answer(caller.apply(HttpEvent.of("GET", "/items?limit=1"))).json().path("next").asText();
      for (UnaryOperator<HttpEvent> other : callers) {
        HttpEvent page = HttpEvent.of("GET", "/items?limit=1&cursor=" + next);
        assertEquals(other == caller ? 200 : 400, answer(other.apply(page)).status());
      }
      for (int i = 0; i < 2; i++) {
        HttpEvent post = HttpEvent.of("POST", "/items").json("{}").header("Idempotency-Key", "one");
        written.add(answer(caller.apply(post)).json().path("id").asText());
      }
    }
    assertEquals(callers.size(), written.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"key1\":\"value1\",\"key2\":\"value2\",\"key3\":\"value3\"}",
        "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":\"{}\"}]}",
        "{\"version\":\"2.0\",\"requestContext\":{}}",
        "{\"version\":\"2.0\",\"requestContext\":{\"http\":{}}}",
        "null",
        "[]",
        "\"text\"",
        "1"
      })
  void anEventThatIsNoRequestIsAFailureThatNamesWhatIsAccepted(String event) throws Exception {
    RuntimeApi.Outcome outcome = function.invoke(event);
    assertTrue(outcome.failed(), outcome.text());
    JsonNode error = new ObjectMapper().readTree(outcome.payload());
    assertEquals("dev.larder.event.UnsupportedEventException", error.path("errorType").asText());
    assertTrue(
        error.path("errorMessage").asText().contains("API Gateway HTTP API"), outcome.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/films//Jaws|400|invalid-path",
        "GET|//|400|bad-request",
        "GET|/films/1975/|400|invalid-path",
        "GET|/items/a b[c]<d>|404|item-not-found",
        "GET|/items/100%|404|item-not-found",
        "GET|/items/a;v=1|404|item-not-found",
        "GET|/items/ü|404|item-not-found",
        "GET|/items/%C3%BC|404|item-not-found",
        "GET|/items/%C3|400|invalid-path",
        "GET|/items?a[b]=c d|400|invalid-parameter",
        "GET|/items?limit=%zz|400|invalid-parameter",
        "GET|''|405|method-not-allowed",
        "GET|/|405|method-not-allowed",
        "GET|items/a|400|bad-request",
        "GET|http://a.example/items|400|bad-request",
        "GET|/films/../items|400|invalid-path",
        "GET|/films/%2E%2e/items|400|invalid-path",
        "GET|/items/.|400|invalid-path",
        "GET|/items/...|404|item-not-found",
        "GET|/items/..a|404|item-not-found",
        "''|/items/a|400|bad-request",
        "' '|/items/a|400|bad-request",
        "'GET '|/items/a|400|bad-request",
        "G T|/items/a|400|bad-request",
        "GÉT|/items/a|400|bad-request",
        "get|/items/a|405|method-not-allowed"
      })
  void anyPathThatAGatewayDeliversHasItsAnswer(
      String method, String path, int status, String type) {
    HttpEvent.Answer answer = answer(HttpEvent.of(method, path));
    assertEquals(status, answer.status(), answer.body());
    assertEquals("application/problem+json", answer.headers().get("content-type"));
    assertEquals("urn:problem-type:larder:" + type, answer.json().path("type").asText());
  }

  @Test
  void itDescribesItself() {
    HttpEvent.Answer description = answer(HttpEvent.of("GET", "/openapi"));
    assertEquals(200, description.status(), description.body());
    assertTrue(description.json().path("paths").has("/items/{id}"));
    assertEquals(404, answer(HttpEvent.of("GET", "/q/swagger-ui/index.html")).status());
  }

  @Test
  void aSemicolonIsPartOfTheKey() {
    answer(HttpEvent.of("PUT", "/items/semi;colon").json("{\"a\":1}"));
    assertEquals(
        "semi;colon", answer(HttpEvent.of("GET", "/items/semi;colon")).json().path("id").asText());
    assertEquals(404, answer(HttpEvent.of("GET", "/items/semi")).status());
  }

  @Test
  void headerFieldsWithCommasArriveWhole() {
    answer(HttpEvent.of("PUT", "/items/commas").json("{}"));
    HttpEvent.Answer typed =
        answer(
            HttpEvent.of("GET", "/items/commas")
                .header("Accept", "text/html, application/vnd.larder.dynamodb+json;q=0.5"));
    assertEquals(200, typed.status(), typed.body());
    assertEquals("commas", typed.json().path("id").path("S").asText());
    HttpEvent.Answer dated =
        answer(
            HttpEvent.of("GET", "/items/commas")
                .header("If-Modified-Since", typed.headers().get("Last-Modified")));
    assertEquals(304, dated.status());
    HttpEvent.Answer tagged =
        answer(
            HttpEvent.of("GET", "/items/commas")
                .header("If-None-Match", "\"a,b\", " + typed.headers().get("ETag")));
    assertEquals(304, tagged.status());
  }

  @Test
  void aListWithoutTagsDoesNotMakeAWriteUnconditional() {
    answer(HttpEvent.of("PUT", "/items/listed").json("{\"a\":1}"));
    HttpEvent.Answer answer =
        answer(HttpEvent.of("PUT", "/items/listed").header("If-Match", ",").json("{\"a\":2}"));
    assertEquals(400, answer.status(), answer.body());
    assertEquals(1, answer(HttpEvent.of("GET", "/items/listed")).json().path("a").asInt());
  }

  @Test
  void whatCurlSendsWithoutAContentTypeIsToldWhatToSend() {
    HttpEvent.Answer answer =
        answer(
            HttpEvent.of("PUT", "/items/form")
                .json("{}")
                .header("Content-Type", "application/x-www-form-urlencoded"));
    assertEquals(415, answer.status(), answer.body());
    assertTrue(answer.json().path("detail").asText().contains("Content-Type: application/json"));
  }

  @Test
  void fieldsThatConcernOnlyTheConnectionAreNotActedUpon() {
    HttpEvent.Answer answer =
        answer(
            HttpEvent.of("PUT", "/items/hops")
                .json("{\"a\":1}")
                .header("Expect", "100-continue")
                .header("Connection", "close")
                .header("Content-Length", "3")
                .header("Transfer-Encoding", "gzip")
                .header("X-Forwarded-Port", "443, 80"));
    assertEquals(201, answer.status(), answer.body());
    assertFalse(answer.headers().containsKey("connection"), answer.headers().toString());
    assertEquals(1, answer.json().path("a").asInt());
  }

  /** RFC 9110, section 5.6.1.2. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", "application/json,", ",application/json", ", ,*/*;q=0.5,,"})
  void emptyElementsOfAcceptAreNone(String accept) {
    for (String path : List.of("/openapi", "/items", "/_health")) {
      HttpEvent.Answer answer = answer(HttpEvent.of("GET", path).header("Accept", accept));
      assertEquals(200, answer.status(), answer.body());
    }
  }

  @Test
  void aRefusalOfHeadHasNoBody() {
    HttpEvent.Answer answer = answer(HttpEvent.of("HEAD", "/items/a").header("a b", "x"));
    assertEquals(400, answer.status());
    assertNull(answer.body());
    assertEquals("application/problem+json", answer.headers().get("Content-Type"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "[a", "\"a\"", "a:b", "a/b", "a@b", "a, b", "[::1]x", "é"})
  void aHostThatIsNoneIsRefused(String host) {
    HttpEvent.Answer answer = answer(HttpEvent.of("GET", "/items/a").header("Host", host));
    assertEquals(400, answer.status(), answer.body());
    String detail = answer.json().path("detail").asText();
    assertTrue(detail.startsWith("The header field Host is no host"), detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "a_b.example:8080", "192.0.2.1", "[::1]:443", "a-b.example."})
  void aHostIsTaken(String host) {
    assertEquals(204, answer(HttpEvent.of("OPTIONS", "/items/a").header("Host", host)).status());
  }

  @ParameterizedTest
  @CsvSource({"a b, x", "'', x", "x-a, 'b\u0001'", "x-a, 'b\r\nc: d'", "x-a, 'b\u007f'", "x:a, b"})
  void aHeaderFieldThatIsNoneIsRefused(String name, String value) {
    HttpEvent.Answer answer = answer(HttpEvent.of("GET", "/items/a").header(name, value));
    assertEquals(400, answer.status(), answer.body());
    assertEquals("urn:problem-type:larder:bad-request", answer.json().path("type").asText());
  }

  /** What no resource has answered, scripts of other origins read as they read all else. */
  @Test
  void aRefusalIsForOtherOriginsToo() {
    HttpEvent.Answer read =
        answer(HttpEvent.of("GET", "/items/a").header("Origin", "https://example.com"));
    HttpEvent.Answer refused =
        answer(HttpEvent.of("G T", "/items/a").header("Origin", "https://example.com"));
    assertEquals(400, refused.status());
    for (String field :
        List.of(
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Credentials",
            "Access-Control-Expose-Headers")) {
      assertEquals(read.headers().get(field), refused.headers().get(field), field);
    }
    assertTrue(read.headers().containsKey("Access-Control-Allow-Origin"));
    assertFalse(
        answer(HttpEvent.of("G T", "/items/a")).headers().toString().contains("ccess-"),
        "nobody asks");
    assertEquals(400, answer(HttpEvent.of("GET", "/items/a").header("Origin", "a\u0001")).status());
  }

  @Test
  void aBodyThatIsNotTheBase64ItClaimsToBeIsRefused() {
    String event = HttpEvent.of("PUT", "/items/base64").base64Json("{}").toString();
    HttpEvent.Answer answer =
        HttpEvent.Answer.of(function.invoke(event.replace("\"e30=\"", "\"e30?\"")));
    assertEquals(400, answer.status(), answer.body());
    assertTrue(answer.json().path("detail").asText().contains("base64"));
    assertEquals(404, answer(HttpEvent.of("GET", "/items/base64")).status());
  }

  @Test
  void anAnswerOfAnySizeSaysNothingOfTransferEncoding() {
    String text = "x".repeat(300_000);
    answer(HttpEvent.of("PUT", "/items/large").json("{\"a\":\"" + text + "\"}"));
    HttpEvent.Answer read = answer(HttpEvent.of("GET", "/items/large"));
    assertEquals(text, read.json().path("a").asText());
    assertFalse(read.headers().containsKey("transfer-encoding"), read.headers().toString());
  }

  @Test
  void everyRequestLogsOneLineOfJsonWithItsRequestId() throws Exception {
    RuntimeApi.Outcome outcome = function.invoke(HttpEvent.of("GET", "/items/none").toString());
    String line = line(outcome);
    JsonNode logged = new ObjectMapper().readTree(line);
    assertEquals("GET", logged.path("method").asText());
    assertEquals("/{collection}/{key}", logged.path("route").asText());
    assertEquals(404, logged.path("status").asInt());
    assertEquals(RuntimeApi.FUNCTION_NAME, logged.path("function").asText());
    assertTrue(logged.path("durationMs").isNumber());
    assertEquals("read=0.5", logged.path("consumed").asText());
    assertFalse(line.contains("none"), "keys do not belong in the log");
    assertEquals(1, function.log().lines().filter(l -> l.contains(outcome.requestId())).count());
  }

  @Test
  void theLineSaysWhatTheAnswerSaysOfWhatWasConsumed() throws Exception {
    answer(HttpEvent.of("PUT", "/items/consumed").json("{}"));
    RuntimeApi.Outcome patched =
        function.invoke(
            HttpEvent.of("PATCH", "/items/consumed")
                .json("{\"a\":1}")
                .header("Content-Type", "application/merge-patch+json")
                .toString());
    assertEquals(
        "read=1, write=1", HttpEvent.Answer.of(patched).headers().get("Larder-Consumed-Capacity"));
    assertEquals(
        "read=1, write=1", new ObjectMapper().readTree(line(patched)).path("consumed").asText());

    RuntimeApi.Outcome options =
        function.invoke(HttpEvent.of("OPTIONS", "/items/consumed").toString());
    assertFalse(new ObjectMapper().readTree(line(options)).has("consumed"));
  }

  private static String line(RuntimeApi.Outcome outcome) {
    return function
        .log()
        .lines()
        .filter(line -> line.contains(outcome.requestId()))
        .findFirst()
        .orElse("");
  }
}
