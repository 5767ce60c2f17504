package dev.larder.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.Deadlines;
import dev.larder.net.SocketHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that stands for AWS. */
class AwsClientTest {
  private static final String ENDPOINT = "aws.endpointUrlLambda";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "aws.region", "eu-central-1",
          "aws.accessKeyId", "AKIDEXAMPLE",
          "aws.secretAccessKey", "secret",
          "aws.sessionToken", "session");
  private static final byte[] BODY = "{\"a\":\"ä\"}".getBytes(StandardCharsets.UTF_8);

  private final Map<String, String> before = new HashMap<>();
  private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Integer> statuses = new ArrayDeque<>();
  private AwsClient aws;
  private HttpServer server;

  private record Received(String method, String path, Headers headers, byte[] body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    SETTINGS.forEach(this::set);
    set(ENDPOINT, "http://127.0.0.1:" + server.getAddress().getPort());
    aws = calls(Deadlines.in(Duration.ofSeconds(20)));
  }

  private static AwsClient calls(Deadline deadline) {
    return new AwsClient(
        deadline,
        new SocketHttpClient(Duration.ofSeconds(1), Duration.ofSeconds(3), deadline::remaining));
  }

  private void set(String name, String value) {
    before.putIfAbsent(name, System.getProperty(name, ""));
    System.setProperty(name, value);
  }

  @AfterEach
  void stop() {
    aws.close();
    server.stop(0);
    before.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      received.add(
          new Received(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              exchange.getRequestHeaders(),
              exchange.getRequestBody().readAllBytes()));
      byte[] body = "answer".getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(statuses.isEmpty() ? 202 : statuses.remove(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private AwsResponse post() {
    return aws.post(
        AwsService.LAMBDA, "/a/arn%3Aaws", Map.of("X-Amz-Invocation-Type", "Event"), BODY);
  }

  @Test
  void aCallIsSignedAndCarriesWhatItIsGiven() {
    AwsResponse response = post();
    assertEquals(202, response.status());
    assertTrue(response.isSuccess());
    assertEquals("answer", new String(response.body(), StandardCharsets.US_ASCII));
    Received call = received.get(0);
    assertEquals("POST", call.method());
    assertEquals("/a/arn%3Aaws", call.path());
    assertArrayEquals(BODY, call.body());
    assertEquals("Event", call.headers().getFirst("X-Amz-Invocation-Type"));
    assertEquals("session", call.headers().getFirst("X-Amz-Security-Token"));
    String authorization = call.headers().getFirst("Authorization");
    assertTrue(
        authorization.matches(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/eu-central-1/lambda/aws4_request,"
                + " SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}"),
        authorization);
    assertTrue(authorization.contains("x-amz-invocation-type"), authorization);
  }

  @Test
  void aCallIsInTheTraceOfTheInvocation() {
    String trace = "Root=1-5e6722a7-cc56;Parent=53995c3f42cd8ad8;Sampled=1";
    set("com.amazonaws.xray.traceHeader", trace);
    post();
    assertEquals(trace, received.get(0).headers().getFirst("X-Amzn-Trace-Id"));
    assertFalse(
        received.get(0).headers().getFirst("Authorization").contains("x-amzn-trace-id"),
        "what is between may change it");
    System.clearProperty("com.amazonaws.xray.traceHeader");
    post();
    assertFalse(received.get(1).headers().containsKey("X-Amzn-Trace-Id"));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void whatMayPassIsTriedAgain(int status) {
    statuses.addAll(List.of(status, status));
    assertEquals(202, post().status());
    assertEquals(3, received.size());
    received.clear();
    statuses.addAll(List.of(status, status, status));
    assertEquals(status, post().status());
    assertEquals(3, received.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 413})
  void aRefusalIsNotTriedAgain(int status) {
    statuses.add(status);
    AwsResponse response = post();
    assertEquals(status, response.status());
    assertFalse(response.isSuccess());
    assertEquals(1, received.size());
  }

  @Test
  void whereTheDeadlineIsOverNothingIsSent() {
    aws = calls(Deadlines.in(Duration.ZERO));
    assertThrows(UncheckedIOException.class, this::post);
    assertEquals(List.of(), received);
  }

  @Test
  void whereThereIsNoTimeForAnotherCallNoneIsMade() {
    Deadline deadline = Deadlines.in(Duration.ofMillis(190));
    Duration enough = Duration.ofSeconds(3);
    aws = new AwsClient(deadline, new SocketHttpClient(enough, enough, () -> enough));
    statuses.addAll(List.of(503, 503));
    assertEquals(503, post().status());
    assertEquals(1, received.size());
  }

  @Test
  void aCallThatTakesAllTheTimeIsNotTriedAgain() {
    AtomicInteger calls = new AtomicInteger();
    aws = calls(Deadlines.in(Duration.ofSeconds(1)));
    server.removeContext("/");
    server.createContext(
        "/",
        exchange -> {
          // Never answered
          calls.incrementAndGet();
        });
    assertThrows(UncheckedIOException.class, this::post);
    assertEquals(1, calls.get());
  }

  @Test
  void aServerThatIsNotThereIsTriedAgainThenTold() throws IOException {
    int port = server.getAddress().getPort();
    server.stop(0);
    assertThrows(UncheckedIOException.class, this::post);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::answer);
    server.start();
    assertEquals(202, post().status());
  }

  @Test
  void aConnectionThatEndsWithoutAnAnswerIsTriedAgain() {
    server.removeContext("/");
    List<HttpExchange> dropped = Collections.synchronizedList(new ArrayList<>());
    server.createContext(
        "/",
        exchange -> {
          if (dropped.isEmpty()) {
            dropped.add(exchange);
            exchange.close();
          } else {
            answer(exchange);
          }
        });
    assertEquals(202, post().status());
    assertEquals(1, dropped.size());
  }
}
