package dev.larder.lambda;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.TestDynamoDb;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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

  private static Response get(String target) {
    return function.given().get(target);
  }

  private static Response put(String target, String body) {
    return function.json(body).put(target);
  }

  @Test
  void anItemIsWrittenReadReplacedAndDeleted() {
    Response created = put("/items/life", "{\"colour\":\"grün\",\"n\":1.50}");
    created.then().statusCode(201);

    Response read = get("/items/life");
    read.then()
        .statusCode(200)
        .header("ETag", created.header("ETag"))
        .body("colour", equalTo("grün"));
    assertEquals(created.as(JsonNode.class), read.as(JsonNode.class));

    function
        .given()
        .contentType("application/json")
        .header("If-Match", read.header("ETag"))
        .body("{\"colour\":\"rot\"}".getBytes(StandardCharsets.UTF_8))
        .put("/items/life")
        .then()
        .statusCode(200);
    function
        .given()
        .header("If-Match", read.header("ETag"))
        .delete("/items/life")
        .then()
        .statusCode(412);
    function.given().delete("/items/life").then().statusCode(204);
    get("/items/life").then().statusCode(404);
  }

  @Test
  void cursorsAndIdempotencyKeysBelongToTheirCaller() {
    List<GatewayFilter> callers =
        Stream.of(
                Authorizers.iam("arn:aws:iam::123456789012:user/operator"),
                Authorizers.jwt("ada"),
                Authorizers.jwt("grace"),
                Authorizers.iam("arn:aws:iam::123456789012:user/ada"),
                Authorizers.lambda("ada"))
            .map(authorizer -> function.behind(Gateway.HTTP_API).authorizer(authorizer))
            .toList();
    for (String id : List.of("c1", "c2")) {
      put("/items/" + id, "{}");
    }
    Set<String> written = new HashSet<>();
    for (GatewayFilter caller : callers) {
      String next = caller.given().get("/items?limit=1").path("next");
      for (GatewayFilter other : callers) {
        other
            .given()
            .get("/items?limit=1&cursor=" + next)
            .then()
            .statusCode(other == caller ? 200 : 400);
      }
      for (int i = 0; i < 2; i++) {
        written.add(caller.json("{}").header("Idempotency-Key", "one").post("/items").path("id"));
      }
    }
    assertEquals(callers.size(), written.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"key1\":\"value1\",\"key2\":\"value2\"}",
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
        "GET|/items/%C3|404|item-not-found",
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
    HttpEvent.Answer answer =
        HttpEvent.Answer.of(function.invoke(HttpEvent.of(method, path).toString()));
    assertEquals(status, answer.status(), answer.body());
    assertEquals("application/problem+json", answer.headers().get("content-type"));
    assertEquals("urn:problem-type:larder:" + type, answer.json().path("type").asText());
  }

  @Test
  void itDescribesItself() {
    get("/openapi").then().statusCode(200).body("paths", hasKey("/items/{id}"));
    get("/q/swagger-ui/index.html").then().statusCode(404);
  }

  @Test
  void aSemicolonIsPartOfTheKey() {
    put("/items/semi;colon", "{\"a\":1}");
    get("/items/semi;colon").then().body("id", equalTo("semi;colon"));
    get("/items/semi").then().statusCode(404);
  }

  @Test
  void headerFieldsWithCommasArriveWhole() {
    put("/items/commas", "{}");
    Response typed =
        function
            .given()
            .header("Accept", "text/html, application/vnd.larder.dynamodb+json;q=0.5")
            .get("/items/commas");
    typed.then().statusCode(200).body("id.S", equalTo("commas"));
    function
        .given()
        .header("If-Modified-Since", typed.header("Last-Modified"))
        .get("/items/commas")
        .then()
        .statusCode(304);
    function
        .given()
        .header("Accept", "application/vnd.larder.dynamodb+json")
        .header("If-None-Match", "\"a,b\", " + typed.header("ETag"))
        .get("/items/commas")
        .then()
        .statusCode(304);
  }

  @Test
  void aListWithoutTagsDoesNotMakeAWriteUnconditional() {
    put("/items/listed", "{\"a\":1}");
    function.json("{\"a\":2}").header("If-Match", ",").put("/items/listed").then().statusCode(400);
    get("/items/listed").then().body("a", equalTo(1));
  }

  @Test
  void whatCurlSendsWithoutAContentTypeIsToldWhatToSend() {
    function
        .given()
        .contentType("application/x-www-form-urlencoded")
        .body("{}")
        .put("/items/form")
        .then()
        .statusCode(415)
        .body("detail", containsString("set Content-Type to application/json"));
  }

  @Test
  void fieldsThatConcernOnlyTheConnectionAreNotActedUpon() {
    function
        .json("{\"a\":1}")
        .header("Expect", "100-continue")
        .header("Connection", "close")
        .header("Content-Length", "3")
        .header("Transfer-Encoding", "gzip")
        .header("X-Forwarded-Port", "443, 80")
        .put("/items/hops")
        .then()
        .statusCode(201)
        .header("Connection", nullValue())
        .body("a", equalTo(1));
  }

  /** RFC 9110, section 5.6.1.2. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", "application/json,", ",application/json", ", ,*/*;q=0.5,,"})
  void emptyElementsOfAcceptAreNone(String accept) {
    for (String path : List.of("/openapi", "/items", "/_health", "/_me")) {
      function.given().header("Accept", accept).get(path).then().statusCode(200);
    }
  }

  @Test
  void aRefusalOfHeadHasNoBody() {
    function
        .given()
        .header("a b", "x")
        .head("/items/a")
        .then()
        .statusCode(400)
        .header("Content-Type", "application/problem+json")
        .body(emptyString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "[a", "\"a\"", "a:b", "a/b", "a@b", "a, b", "[::1]x", "é"})
  void aHostThatIsNoneIsRefused(String host) {
    function
        .given()
        .header("Host", host)
        .get("/items/a")
        .then()
        .statusCode(400)
        .body("detail", startsWith("The header field Host must be a host"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "a_b.example:8080", "192.0.2.1", "[::1]:443", "a-b.example."})
  void aHostIsTaken(String host) {
    function.given().header("Host", host).options("/items/a").then().statusCode(204);
  }

  @ParameterizedTest
  @CsvSource({"a b, x", "'', x", "x-a, 'b\u0001'", "x-a, 'b\r\nc: d'", "x-a, 'b\u007f'", "x:a, b"})
  void aHeaderFieldThatIsNoneIsRefused(String name, String value) {
    function
        .given()
        .header(name, value)
        .get("/items/a")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:problem-type:larder:bad-request"));
  }

  /** What no resource has answered, scripts of other origins read as they read all else. */
  @Test
  void aRefusalIsForOtherOriginsToo() {
    String origin = "https://example.com";
    Response read = function.given().header("Origin", origin).get("/items/a");
    Response refused = function.given().header("Origin", origin).request("G T", "/items/a");
    refused.then().statusCode(400);
    for (String field :
        List.of(
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Credentials",
            "Access-Control-Expose-Headers")) {
      assertEquals(read.header(field), refused.header(field), field);
    }
    read.then().header("Access-Control-Allow-Origin", notNullValue());
    Response unasked = function.given().request("G T", "/items/a");
    assertFalse(unasked.headers().toString().contains("ccess-"), "nobody asks");
    function.given().header("Origin", "a\u0001").get("/items/a").then().statusCode(400);
  }

  @Test
  void aBodyThatIsNotTheBase64ItClaimsToBeIsRefused() {
    String event = HttpEvent.of("PUT", "/items/base64").base64Json("{}").toString();
    HttpEvent.Answer answer =
        HttpEvent.Answer.of(function.invoke(event.replace("\"e30=\"", "\"e30?\"")));
    assertEquals(400, answer.status(), answer.body());
    assertTrue(answer.json().path("detail").asText().contains("base64"));
    get("/items/base64").then().statusCode(404);
  }

  @Test
  void anAnswerOfAnySizeSaysNothingOfTransferEncoding() {
    String text = "x".repeat(300_000);
    put("/items/large", "{\"a\":\"" + text + "\"}");
    get("/items/large").then().header("Transfer-Encoding", nullValue()).body("a", equalTo(text));
  }

  @Test
  void everyRequestLogsOneLineOfJsonWithItsRequestId() {
    Response read = get("/items/none");
    String line = line(read);
    JsonNode logged = Direct.read(line);
    assertEquals("GET", logged.path("method").asText());
    assertEquals("/{collection}/{key}", logged.path("route").asText());
    assertEquals(404, logged.path("status").asInt());
    assertEquals(RuntimeApi.FUNCTION_NAME, logged.path("function").asText());
    assertTrue(logged.path("durationMs").isNumber());
    assertEquals("read=0.5", logged.path("consumed").asText());
    assertFalse(line.contains("none"), "keys do not belong in the log");
    assertEquals(1, lines(read).count());
  }

  @Test
  void theLineSaysWhatTheAnswerSaysOfWhatWasConsumed() {
    put("/items/consumed", "{}");
    Response patched =
        function
            .given()
            .contentType("application/merge-patch+json")
            .body("{\"a\":1}")
            .patch("/items/consumed");
    patched.then().header("Larder-Consumed-Capacity", "read=1, write=1");
    assertEquals("read=1, write=1", Direct.read(line(patched)).path("consumed").asText());

    Response options = function.given().options("/items/consumed");
    assertFalse(Direct.read(line(options)).has("consumed"));
  }

  private static String line(Response response) {
    return lines(response).findFirst().orElse("");
  }

  private static Stream<String> lines(Response response) {
    String requestId = response.header(GatewayFilter.REQUEST_ID);
    return function.log().lines().filter(line -> line.contains(requestId));
  }
}
