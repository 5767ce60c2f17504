package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.lambda.RuntimeApi.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RuntimeApiTest {
  private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";

  private final RuntimeApi api = RuntimeApi.start();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void anEventComesWithLambdasHeadersAndItsResponseReturnsToTheCaller() {
    CompletableFuture<Outcome> outcome =
        CompletableFuture.supplyAsync(() -> api.invoke("{\"id\":\"ä\"}", Duration.ofSeconds(9)));

    long before = System.currentTimeMillis();
    HttpResponse<byte[]> event = next();
    assertEquals("{\"id\":\"ä\"}", new String(event.body(), StandardCharsets.UTF_8));
    assertEquals("application/json", header(event, "Content-Type"));
    String id = header(event, "Lambda-Runtime-Aws-Request-Id");
    assertEquals(id, UUID.fromString(id).toString());
    long deadline = Long.parseLong(header(event, "Lambda-Runtime-Deadline-Ms"));
    assertTrue(deadline >= before + 8_000 && deadline <= System.currentTimeMillis() + 9_000);
    assertTrue(header(event, "Lambda-Runtime-Invoked-Function-Arn").endsWith(":function:larder"));
    assertTrue(
        header(event, "Lambda-Runtime-Trace-Id")
            .matches("Root=1-\\p{XDigit}{8}-\\p{XDigit}{24};Parent=\\p{XDigit}{16};Sampled=0"));

    assertEquals(202, respond(id, "{\"ok\":true}".getBytes(StandardCharsets.UTF_8)).statusCode());
    Outcome answer = outcome.join();
    assertEquals(id, answer.requestId());
    assertFalse(answer.failed());
    assertNull(answer.errorType());
    assertEquals("{\"ok\":true}", answer.text());
  }

  @Test
  void anErrorReturnsToTheCallerWithItsType() {
    CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> api.invoke("{}"));
    String id = header(next(), "Lambda-Runtime-Aws-Request-Id");

    HttpResponse<byte[]> accepted =
        post(
            "invocation/" + id + "/error",
            "{\"errorMessage\":\"no\"}".getBytes(StandardCharsets.UTF_8),
            ERROR_TYPE,
            "Runtime.UserCodeException");

    assertEquals(202, accepted.statusCode());
    assertTrue(outcome.join().failed());
    assertEquals("Runtime.UserCodeException", outcome.join().errorType());
    assertEquals("{\"errorMessage\":\"no\"}", outcome.join().text());
  }

  @Test
  void aResponseOfExactlyTheLimitIsAccepted() {
    CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> api.invoke("{}"));
    byte[] response = new byte[RuntimeApi.RESPONSE_LIMIT];

    assertEquals(
        202, respond(header(next(), "Lambda-Runtime-Aws-Request-Id"), response).statusCode());
    assertArrayEquals(response, outcome.join().payload());
  }

  @Test
  void aResponseBeyondTheLimitIsRefusedAndFailsTheInvocation() {
    CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> api.invoke("{}"));
    String id = header(next(), "Lambda-Runtime-Aws-Request-Id");

    assertEquals(413, respond(id, new byte[RuntimeApi.RESPONSE_LIMIT + 1]).statusCode());
    assertTrue(outcome.join().failed());
    assertEquals("Function.ResponseSizeTooLarge", outcome.join().errorType());
  }

  @Test
  void aSecondAnswerIsRefused() {
    CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> api.invoke("{}"));
    String id = header(next(), "Lambda-Runtime-Aws-Request-Id");
    respond(id, "first".getBytes(StandardCharsets.UTF_8));

    assertEquals(403, respond(id, "second".getBytes(StandardCharsets.UTF_8)).statusCode());
    assertEquals("first", outcome.join().text());
  }

  @Test
  void aChunkedResponseIsReadWhole() {
    CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> api.invoke("{}"));
    String id = header(next(), "Lambda-Runtime-Aws-Request-Id");

    List<byte[]> parts =
        List.of(
            "one ".getBytes(StandardCharsets.UTF_8), "and two".getBytes(StandardCharsets.UTF_8));
    HttpRequest chunked =
        request("invocation/" + id + "/response")
            .POST(BodyPublishers.ofByteArrays(parts))
            .expectContinue(true)
            .build();

    assertEquals(202, send(chunked).statusCode());
    assertEquals("one and two", outcome.join().text());
  }

  @Test
  void callersQueueAndEachGetsItsOwnAnswer() {
    List<CompletableFuture<Outcome>> outcomes =
        IntStream.range(0, 3)
            .mapToObj(
                n -> {
                  CompletableFuture<Outcome> outcome = new CompletableFuture<>();
                  Thread caller =
                      new Thread(() -> outcome.complete(api.invoke(Integer.toString(n))));
                  caller.start();
                  return outcome;
                })
            .toList();

    for (int i = 0; i < 3; i++) {
      HttpResponse<byte[]> event = next();
      respond(header(event, "Lambda-Runtime-Aws-Request-Id"), event.body());
    }

    for (int n = 0; n < 3; n++) {
      assertEquals(Integer.toString(n), outcomes.get(n).join().text());
    }
  }

  @Test
  void aFunctionThatDoesNotAnswerInTimeIsATimeoutAndItsLateAnswerIsRefused() {
    CompletableFuture<HttpResponse<byte[]>> event = CompletableFuture.supplyAsync(this::next);

    FunctionTimeoutException timeout =
        assertThrows(FunctionTimeoutException.class, () -> api.invoke("{}", Duration.ofMillis(50)));

    assertTrue(timeout.getMessage().contains("PT0.05S"), timeout.getMessage());
    String id = header(event.join(), "Lambda-Runtime-Aws-Request-Id");
    assertEquals(400, respond(id, new byte[0]).statusCode());
  }

  @Test
  void anInitErrorIsKeptAndFailsInvocationsAtOnce() {
    CompletableFuture<FunctionFailedException> waiting =
        CompletableFuture.supplyAsync(
            () -> assertThrows(FunctionFailedException.class, () -> api.invoke("{}")));

    HttpResponse<byte[]> accepted =
        post(
            "init/error",
            "{\"errorMessage\":\"no table\"}".getBytes(StandardCharsets.UTF_8),
            ERROR_TYPE,
            "Runtime.InitError");

    assertEquals(202, accepted.statusCode());
    assertEquals("Runtime.InitError", api.initError().orElseThrow().errorType());
    assertTrue(waiting.join().getMessage().contains("no table"), waiting.join().getMessage());
    assertThrows(FunctionFailedException.class, () -> api.awaitNext(Duration.ofSeconds(9)));
  }

  @Test
  void aDeadFunctionFailsTheInvocationThatItHadTaken() {
    CompletableFuture<FunctionFailedException> waiting =
        CompletableFuture.supplyAsync(
            () -> assertThrows(FunctionFailedException.class, () -> api.invoke("{}")));
    next();

    api.fail(new IllegalStateException("exit code 137"));

    assertTrue(waiting.join().getMessage().contains("exit code 137"));
    assertTrue(api.initError().isEmpty());
  }

  @Test
  void awaitingTheNextRequestForAnEventEndsWhenItComes() {
    assertThrows(FunctionTimeoutException.class, () -> api.awaitNext(Duration.ofMillis(20)));

    CompletableFuture<HttpResponse<byte[]>> event = CompletableFuture.supplyAsync(this::next);
    api.awaitNext(Duration.ofSeconds(9));

    assertFalse(event.isDone());
  }

  @Test
  void aRestoredFunctionGoesOnAtOnce() {
    assertEquals(200, send(request("restore/next").GET().build()).statusCode());
  }

  @Test
  void anUnknownResourceIsNotFound() {
    assertEquals(404, send(request("invocation/last").GET().build()).statusCode());
  }

  @Test
  void closingLeavesNoThread() {
    CompletableFuture.supplyAsync(this::next);
    api.awaitNext(Duration.ofSeconds(9));

    String port = api.address().split(":")[1];
    api.close();

    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("loopback-server:" + port)));
  }

  private HttpResponse<byte[]> next() {
    return send(request("invocation/next").GET().build());
  }

  private HttpResponse<byte[]> respond(String id, byte[] response) {
    return post("invocation/" + id + "/response", response, "Content-Type", "application/json");
  }

  private HttpResponse<byte[]> post(String path, byte[] body, String header, String value) {
    return send(request(path).POST(BodyPublishers.ofByteArray(body)).header(header, value).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://" + api.address() + "/2018-06-01/runtime/" + path));
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IllegalStateException("The Runtime API broke the connection", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
