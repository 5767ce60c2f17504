package dev.larder.dev;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.Gzip;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LocalGatewayTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The event of the latest request. */
  private final AtomicReference<JsonNode> event = new AtomicReference<>();

  private volatile LocalGateway.Function function = LocalGatewayTest::ok;
  private LocalGateway.Started gateway = start(false);

  private LocalGateway.Started start(boolean addsCaller) {
    return LocalGateway.start(
        0,
        bytes -> {
          event.set(JSON.readTree(bytes));
          return function.invoke(bytes);
        },
        addsCaller);
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private static byte[] ok(byte[] event) {
    return bytes(JsonNodeFactory.instance.objectNode().put("statusCode", 200).put("body", "ok"));
  }

  private static byte[] bytes(ObjectNode response) {
    return response.toString().getBytes(StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port() + target));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** What is answered to these lines, which end with an empty one, until the server closes. */
  private String raw(String... lines) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(head(lines));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), gateway.port());
  }

  private static byte[] head(String... lines) {
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private String rawGet(String target) throws IOException {
    String response = raw("GET " + target + " HTTP/1.1", "Host: a", "Connection: close");
    return response.substring(0, response.indexOf("\r\n"));
  }

  @Test
  void anEventHasWhatTheRequestHas() throws Exception {
    send(request("/items/a%2Fb?x=1&x=2").header("If-Match", "\"a\", \"b\"").GET());
    JsonNode sent = event.get();
    assertEquals("2.0", sent.path("version").asText());
    assertEquals("/items/a%2Fb", sent.path("rawPath").asText());
    assertEquals("x=1&x=2", sent.path("rawQueryString").asText());
    assertEquals("\"a\", \"b\"", sent.at("/headers/if-match").asText());
    assertEquals("localhost:" + gateway.port(), sent.at("/headers/host").asText());
    assertEquals("GET", sent.at("/requestContext/http/method").asText());
    assertEquals("127.0.0.1", sent.at("/requestContext/http/sourceIp").asText());
    assertEquals("$default", sent.at("/requestContext/stage").asText());
    assertTrue(sent.at("/requestContext/domainName").isMissingNode(), sent::toString);
    assertTrue(sent.at("/requestContext/authorizer").isMissingNode(), sent::toString);
    assertTrue(sent.path("body").isMissingNode(), sent::toString);
  }

  @Test
  void textIsSentAsTextAndAnythingElseInBase64() throws Exception {
    send(request("/items").POST(BodyPublishers.ofString("{\"name\": \"Zoë\"}")));
    assertEquals("{\"name\": \"Zoë\"}", event.get().path("body").asText());
    assertFalse(event.get().path("isBase64Encoded").booleanValue());
    for (byte[] body :
        List.of(Gzip.compress("{}".getBytes(StandardCharsets.UTF_8)), new byte[] {'a', -1, 0})) {
      send(request("/items").POST(BodyPublishers.ofByteArray(body)));
      assertTrue(event.get().path("isBase64Encoded").booleanValue());
      assertArrayEquals(body, Base64.getDecoder().decode(event.get().path("body").asText()));
    }
  }

  @Test
  void aBodyOfSixMegabytesIsSentWhole() throws Exception {
    String body = "x".repeat(6_000_000);
    send(request("/items").expectContinue(true).POST(BodyPublishers.ofString(body)));
    assertEquals(body, event.get().path("body").asText());
  }

  @Test
  void aBodyInChunksIsSentWhole() throws IOException {
    String response =
        raw(
            "POST /items HTTP/1.1",
            "Host: a",
            "Connection: close",
            "Transfer-Encoding: chunked",
            "",
            "2",
            "ab",
            "3",
            "cde",
            "0");
    assertTrue(response.startsWith("HTTP/1.1 200"), response);
    assertEquals("abcde", event.get().path("body").asText());
  }

  @Test
  void aClientThatOffersHttp2GetsHttp1() throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                request("/items").POST(BodyPublishers.ofString("a")).build(),
                BodyHandlers.ofString());
    assertEquals(HttpClient.Version.HTTP_1_1, response.version());
    assertEquals("ok", response.body());
    assertEquals("a", event.get().path("body").asText());
  }

  @Test
  void severalLinesOfAFieldAreOneList() throws Exception {
    send(request("/").header("Prefer", "a").header("Prefer", "b, c").header("Cookie", "d=e"));
    assertEquals("a,b, c", event.get().at("/headers/prefer").asText());
    assertEquals("d=e", event.get().at("/cookies/0").asText());
    assertTrue(event.get().at("/headers/cookie").isMissingNode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a|b", "%zz", "%", "a\\b", "{a}", "a^b", "[x]", "\"", "<>", "..", "//"})
  void targetsAreSentAsTheyAre(String text) throws IOException {
    assertEquals("HTTP/1.1 200 OK", rawGet("/" + text + "?" + text + "=" + text));
    assertEquals("/" + text, event.get().path("rawPath").asText());
    assertEquals(text + "=" + text, event.get().path("rawQueryString").asText());
  }

  @Test
  void aLongRequestLineAndALongFieldAreSentWhole() throws IOException {
    String text = "x".repeat(100_000);
    raw("GET /items/" + text + "?q=" + text + " HTTP/1.1", "X: " + text, "Connection: close");
    assertEquals("/items/" + text, event.get().path("rawPath").asText());
    assertEquals("q=" + text, event.get().path("rawQueryString").asText());
    assertEquals(text, event.get().at("/headers/x").asText());
  }

  @Test
  void aResponseIsWrittenWithItsFieldsCookiesAndBytes() throws Exception {
    ObjectNode payload = JsonNodeFactory.instance.objectNode().put("statusCode", 201);
    payload.putObject("headers").put("ETag", "\"a\"").put("Content-Length", "1");
    payload.putArray("cookies").add("a=b").add("c=d");
    payload.put("isBase64Encoded", true).put("body", "/wAB");
    function = any -> bytes(payload);
    HttpResponse<byte[]> response = send(request("/items"));
    assertEquals(201, response.statusCode());
    assertEquals("\"a\"", response.headers().firstValue("etag").orElse(""));
    assertEquals(List.of("a=b", "c=d"), response.headers().allValues("set-cookie"));
    assertEquals("3", response.headers().firstValue("content-length").orElse(""));
    assertArrayEquals(new byte[] {-1, 0, 1}, response.body());
  }

  @Test
  void aResponseToHeadHasTheLengthOfTheOneToGet() throws IOException {
    ObjectNode payload = JsonNodeFactory.instance.objectNode().put("statusCode", 200);
    payload.putObject("headers").put("Content-Length", "42");
    function = any -> bytes(payload);
    String response = raw("HEAD / HTTP/1.1", "Host: a", "Connection: close");
    assertTrue(response.toLowerCase().contains("content-length: 42\r\n"), response);
    assertTrue(response.endsWith("\r\n\r\n"), response);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void aResponseWithoutContentHasNoLength(int status) throws IOException {
    function =
        any ->
            bytes(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("statusCode", status)
                    .put("isBase64Encoded", false));
    String response = raw("GET / HTTP/1.1", "Host: a", "Connection: close");
    assertTrue(response.startsWith("HTTP/1.1 " + status), response);
    assertFalse(response.toLowerCase().contains("content-length"), response);
    assertTrue(response.endsWith("\r\n\r\n"), response);
  }

  @Test
  void aFailedInvocationSaysWhy() throws Exception {
    function =
        any -> {
          throw new IllegalStateException("no table");
        };
    HttpResponse<byte[]> response = send(request("/items"));
    assertEquals(500, response.statusCode());
    assertEquals(
        "{\"message\":\"Internal Server Error\",\"errorType\":\"java.lang.IllegalStateException\","
            + "\"errorMessage\":\"no table\"}",
        new String(response.body(), StandardCharsets.UTF_8));
    function = any -> "\"done\"".getBytes(StandardCharsets.UTF_8);
    assertEquals(500, send(request("/items")).statusCode());
    function = LocalGatewayTest::ok;
    assertEquals(200, send(request("/items")).statusCode());
  }

  @Test
  void requestsFollowEachOtherOnAConnection() throws IOException {
    try (Socket socket = connect()) {
      byte[] one = head("GET /items HTTP/1.1", "Host: a");
      byte[] last = head("GET /items HTTP/1.1", "Host: a", "Connection: close");
      socket.getOutputStream().write(one);
      socket.getOutputStream().write(one);
      socket.getOutputStream().write(last);
      String responses =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertEquals(4, responses.split("HTTP/1.1 200 OK", -1).length, responses);
    }
  }

  @Test
  void manyRequestsAreAnsweredAtOnce() throws Exception {
    int clients = 20;
    CountDownLatch all = new CountDownLatch(clients);
    function =
        bytes -> {
          all.countDown();
          assertTrue(all.await(30, TimeUnit.SECONDS));
          return bytes(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("statusCode", 200)
                  .put("body", JSON.readTree(bytes).path("rawPath").asText()));
        };
    List<CompletableFuture<HttpResponse<String>>> responses =
        IntStream.range(0, clients)
            .mapToObj(
                each ->
                    client.sendAsync(request("/items/" + each).build(), BodyHandlers.ofString()))
            .toList();
    for (int each = 0; each < clients; each++) {
      assertEquals("/items/" + each, responses.get(each).get().body());
    }
  }

  @Test
  void aClientThatGoesAwayHarmsNobody() throws Exception {
    CountDownLatch invoked = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    function =
        bytes -> {
          invoked.countDown();
          gone.await();
          answered.countDown();
          return ok(bytes);
        };
    try (Socket socket = connect()) {
      socket.getOutputStream().write(head("GET /items HTTP/1.1", "Host: a"));
      assertTrue(invoked.await(30, TimeUnit.SECONDS));
      socket.setSoLinger(true, 0);
    }
    try (Socket socket = connect()) {
      socket.getOutputStream().write(head("POST /items HTTP/1.1", "Content-Length: 9", "", "half"));
    }
    gone.countDown();
    assertTrue(answered.await(30, TimeUnit.SECONDS));
    function = LocalGatewayTest::ok;
    assertEquals(200, send(request("/items")).statusCode());
  }

  @Test
  void aRequestNamesItsCaller() throws Exception {
    gateway.close();
    gateway = start(true);
    send(
        request("/items")
            .header(
                "Larder-Dev-Caller",
                "{\"sub\": \"ada\", \"scope\": \"a b\", \"tenant\": [\"acme\", \"globex\"]}"));
    assertEquals("{\"sub\":\"ada\",\"scope\":\"a b\",\"tenant\":[\"acme\",\"globex\"]}", claims());
    send(request("/items").header("Authorization", "Bearer " + token("{\"sub\":\"Zoë\"}")));
    assertEquals("{\"sub\":\"Zoë\"}", claims());
    send(request("/items").header("Authorization", "Basic YTpi"));
    assertEquals("", claims());
    send(request("/items"));
    assertEquals("", claims());
  }

  private String claims() {
    return event.get().at("/requestContext/authorizer/jwt/claims").toString();
  }

  private static String token(String payload) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
        + '.'
        + base64.encodeToString(payload.getBytes(StandardCharsets.UTF_8))
        + '.';
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Larder-Dev-Caller: ada",
        "Larder-Dev-Caller: [\"ada\"]",
        "Larder-Dev-Caller: {\"sub\": 1}",
        "Larder-Dev-Caller: {\"sub\": \"ada\"} {}",
        "Larder-Dev-Caller:",
        "Authorization: Bearer ada",
        "Authorization: Bearer e30.e30.",
        "Authorization: Bearer e30.e.",
        "Authorization: bearer",
        "Authorization: Bearer e30.eyJzdWIiOiJhIn0.\r\nLarder-Dev-Caller: {\"sub\": \"ada\"}"
      })
  void aCallerWhoCannotBeReadIsRefused(String field) throws IOException {
    gateway.close();
    gateway = start(true);
    String response = raw("GET /items HTTP/1.1", "Host: a", "Connection: close", field);
    assertTrue(response.startsWith("HTTP/1.1 400"), response);
    assertTrue(response.contains("application/problem+json"), response);
    assertTrue(response.contains("urn:problem-type:larder:invalid-header"), response);
    assertEquals(null, event.get());
  }

  @Test
  void browsersGetTheConsole() throws Exception {
    HttpResponse<byte[]> entrance = send(request("/").header("Accept", "text/html,*/*;q=0.8"));
    assertEquals(302, entrance.statusCode());
    assertEquals("/console/", entrance.headers().firstValue("location").orElse(""));
    assertEquals(302, send(request("/console")).statusCode());
    for (String path : List.of("/console/", "/console/index.html")) {
      HttpResponse<byte[]> page = send(request(path));
      assertEquals(200, page.statusCode());
      assertEquals(
          "text/html; charset=utf-8", page.headers().firstValue("content-type").orElse(""));
      assertEquals("no-store", page.headers().firstValue("cache-control").orElse(""));
      assertTrue(new String(page.body(), StandardCharsets.UTF_8).contains("<title>"));
    }
    for (String path :
        List.of("nothing.js", "../Console.class", "./index.html", "a//b", "%2e%2e")) {
      assertEquals("HTTP/1.1 404 Not Found", rawGet("/console/" + path));
    }
    assertEquals(null, event.get());
    send(request("/"));
    assertEquals("/", event.get().path("rawPath").asText());
    send(request("/console/").POST(BodyPublishers.noBody()));
    assertEquals("/console/", event.get().path("rawPath").asText());
  }

  @Test
  void aGatewayThatAddsNoCallerReadsNone() throws Exception {
    send(request("/items").header("Larder-Dev-Caller", "ada"));
    assertEquals("", claims());
    assertEquals("ada", event.get().at("/headers/larder-dev-caller").asText());
  }
}
