package dev.larder.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

class SocketHttpClientTest {
  private static final Duration READ = Duration.ofSeconds(20);

  /** Of TLS: a handshake of 16 KiB follows. */
  private static final byte[] HEAD_OF_RECORD = {22, 3, 3, 64, 0};

  private final AtomicLong millis = new AtomicLong();
  private final SocketHttpClient client =
      new SocketHttpClient(
          Duration.ofSeconds(5), READ, () -> SocketHttpClient.UNBOUNDED, millis::get);

  private static ExecutableHttpRequest request(
      SocketHttpClient client, ScriptedServer server, SdkHttpMethod method, String body) {
    return request(client, URI.create("http://" + server.address()), method, body);
  }

  private static ExecutableHttpRequest request(
      SocketHttpClient client, URI uri, SdkHttpMethod method, String body) {
    SdkHttpFullRequest.Builder request =
        SdkHttpFullRequest.builder()
            .method(method)
            .uri(uri)
            .encodedPath("/a%20b")
            .appendRawQueryParameter("c", "d e")
            .putHeader("X-Amz-Target", "DynamoDB_20120810.GetItem");
    HttpExecuteRequest.Builder sent = HttpExecuteRequest.builder();
    if (body != null) {
      sent.contentStreamProvider(
          () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
    return client.prepareRequest(sent.request(request.build()).build());
  }

  private HttpExecuteResponse post(ScriptedServer server) throws IOException {
    return request(client, server, SdkHttpMethod.POST, "{}").call();
  }

  private static String text(HttpExecuteResponse response) throws IOException {
    return new String(response.responseBody().orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aRequestIsSentWholeAndItsAnswerIsRead() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.start(ScriptedServer.answer(400, "no", "x-a: 1", "X-A: 2"))) {
      HttpExecuteResponse answer = post(server);
      assertEquals(400, answer.httpResponse().statusCode());
      assertEquals("Said", answer.httpResponse().statusText().orElseThrow());
      assertEquals(List.of("1", "2"), answer.httpResponse().matchingHeaders("x-a"));
      assertEquals("no", text(answer));
      assertEquals(
          List.of(
              "POST /a%20b?c=d%20e HTTP/1.1\nX-Amz-Target: DynamoDB_20120810.GetItem\nHost: "
                  + server.address()
                  + "\nContent-Length: 2\n\n{}"),
          server.requests());
    }
  }

  @Test
  void aRequestWithoutABodySaysNoLengthAndAnAnswerToHeadHasNone() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.start("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n")) {
      HttpExecuteResponse answer = request(client, server, SdkHttpMethod.HEAD, null).call();
      assertEquals(Optional.empty(), answer.responseBody());
      assertTrue(server.requests().get(0).startsWith("HEAD /a%20b"));
      assertTrue(!server.requests().get(0).contains("Content-Length"));
    }
  }

  @Test
  void aConnectionIsKeptForTheNextRequest() throws IOException {
    String answer = ScriptedServer.answer(200, "{}");
    try (ScriptedServer server = ScriptedServer.start(answer, answer, answer)) {
      post(server);
      post(server);
      post(server);
      assertEquals(1, server.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nConnection: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 500 Unasked\r\n"
      })
  void aConnectionThatIsOverIsNotUsedAgain(String last) throws IOException {
    try (ScriptedServer server = ScriptedServer.start(last, ScriptedServer.answer(200, "next"))) {
      assertEquals("{}", text(post(server)));
      assertEquals("next", text(post(server)));
      assertEquals(2, server.connections());
    }
  }

  @Test
  void aConnectionThatTheServerHasClosedIsNotUsedAgainHoweverShortItWasIdle() throws Exception {
    String answer = ScriptedServer.answer(200, "{}");
    try (ScriptedServer server = ScriptedServer.start(answer, answer)) {
      post(server);
      server.closeConnections();
      // The end of the stream has to arrive.
      Thread.sleep(20);
      assertEquals("{}", text(post(server)));
      assertEquals(2, server.connections());
    }
  }

  @Test
  void aConnectionThatHasSomethingToReadIsNotUsedAgain() throws Exception {
    String answer = ScriptedServer.answer(200, "{}");
    try (ScriptedServer server = ScriptedServer.start(answer, answer)) {
      post(server);
      server.send("HTTP/1.1 408 Request Timeout\r\n\r\n");
      Thread.sleep(20);
      assertEquals("{}", text(post(server)));
      assertEquals(2, server.connections());
    }
  }

  @Test
  void whatWasIdleForLongIsNotUsedAgain() throws IOException {
    String answer = ScriptedServer.answer(200, "{}");
    try (ScriptedServer server = ScriptedServer.start(answer, answer, answer)) {
      post(server);
      millis.addAndGet(59_999);
      post(server);
      assertEquals(1, server.connections());
      millis.addAndGet(60_000);
      post(server);
      assertEquals(2, server.connections());
    }
  }

  @Test
  void anotherAddressOfTheHostIsTried() throws IOException {
    try (ScriptedServer server = ScriptedServer.start()) {
      InetAddress[] addresses = {
        InetAddress.getByName("127.0.0.9"), InetAddress.getLoopbackAddress()
      };
      try (SocketChannel channel =
          Connection.connected(addresses, server.port(), 5_000, opening -> {})) {
        assertEquals(
            new InetSocketAddress(addresses[1], server.port()), channel.getRemoteAddress());
      }
      InetAddress[] refused = {addresses[0], addresses[0]};
      IOException failure =
          assertThrows(
              IOException.class,
              () -> Connection.connected(refused, server.port(), 5_000, opening -> {}));
      assertEquals(1, failure.getSuppressed().length);
    }
  }

  /** It says that it refuses the request, and reads no more of it. */
  @Test
  void anAnswerToARequestThatIsNotReadWholeIsRead() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread refusing =
          new Thread(
              () -> {
                try (Socket refused = server.accept()) {
                  refused.getInputStream().read(new byte[1024]);
                  refused
                      .getOutputStream()
                      .write(
                          ScriptedServer.answer(413, "too large")
                              .getBytes(StandardCharsets.US_ASCII));
                  refused.shutdownOutput();
                  Thread.sleep(200);
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      refusing.start();
      HttpExecuteResponse answer =
          request(
                  client,
                  URI.create("http://127.0.0.1:" + server.getLocalPort()),
                  SdkHttpMethod.POST,
                  "x".repeat(30_000_000))
              .call();
      assertEquals(413, answer.httpResponse().statusCode());
      assertEquals("too large", text(answer));
      refusing.join();
    }
  }

  @Test
  void closingLeavesNoConnectionAndIsNotTheEnd() throws IOException {
    String answer = ScriptedServer.answer(200, "{}");
    try (ScriptedServer server = ScriptedServer.start(answer, answer)) {
      post(server);
      client.close();
      post(server);
      assertEquals(2, server.connections());
    }
  }

  @Test
  void bodiesComeInChunksOrUntilTheEnd() throws IOException {
    String large = "x".repeat(100_000);
    try (ScriptedServer server =
        ScriptedServer.start(
            "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                + "\r\n2;ext=1\r\n{}\r\n186A0\r\n"
                + large
                + "\r\n0\r\nTrailer: 1\r\n\r\n",
            ScriptedServer.answer(200, large),
            "HTTP/1.1 204 No Content\r\n\r\n")) {
      assertEquals("{}" + large, text(post(server)));
      assertEquals(large, text(post(server)));
      assertEquals("", text(post(server)));
      assertEquals(1, server.connections());
    }
    try (ScriptedServer server =
        ScriptedServer.start(
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it", ScriptedServer.CLOSE)) {
      CompletableFuture<HttpExecuteResponse> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return post(server);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      while (server.requests().isEmpty()) {
        Thread.onSpinWait();
      }
      server.finish();
      assertArrayEquals(
          "all of it".getBytes(StandardCharsets.US_ASCII),
          answer.join().responseBody().orElseThrow().readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ScriptedServer.CLOSE,
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 2\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2 3\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded: c\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void whatIsNoAnswerIsAnError(String answer) throws IOException {
    try (ScriptedServer server = ScriptedServer.start(answer, ScriptedServer.answer(200, "{}"))) {
      assertThrows(IOException.class, () -> post(server));
      assertEquals("{}", text(post(server)));
      assertEquals(2, server.connections());
    }
  }

  @Test
  void anAnswerThatEndsEarlyIsAnError() {
    try (ScriptedServer server =
        ScriptedServer.start("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}")) {
      CompletableFuture<Void> ended =
          CompletableFuture.runAsync(() -> assertThrows(IOException.class, () -> post(server)));
      while (server.requests().isEmpty()) {
        Thread.onSpinWait();
      }
      server.finish();
      ended.join();
    }
  }

  @Test
  void aServerThatIsSilentIsATimeout() {
    SocketHttpClient hasty =
        new SocketHttpClient(
            Duration.ofSeconds(5), Duration.ofMillis(50), () -> SocketHttpClient.UNBOUNDED);
    try (ScriptedServer server = ScriptedServer.start()) {
      assertThrows(
          SocketTimeoutException.class,
          () -> request(hasty, server, SdkHttpMethod.POST, "{}").call());
    }
  }

  @Test
  void aServerThatAnswersBitByBitHasNoMoreTimeThanTheRequest() throws IOException {
    byte[] head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes();
    assertCutOff(SocketTimeoutException.class, brief(), "http", head);
  }

  @Test
  void aServerThatDoesNotGetOnWithTlsHasNoMoreTimeThanTheRequest() throws IOException {
    assertCutOff(ConnectException.class, brief(), "https", HEAD_OF_RECORD);
  }

  @Test
  void aConnectionHasNoMoreTimeThanToConnectAndToReadWhateverTheRequestHas() throws IOException {
    SocketHttpClient hasty =
        new SocketHttpClient(
            Duration.ofMillis(150), Duration.ofMillis(150), () -> SocketHttpClient.UNBOUNDED);
    assertCutOff(ConnectException.class, hasty, "https", HEAD_OF_RECORD);
  }

  private static SocketHttpClient brief() {
    return new SocketHttpClient(Duration.ofSeconds(5), READ, () -> Duration.ofMillis(300));
  }

  private static void assertCutOff(
      Class<? extends IOException> expected,
      SocketHttpClient client,
      String scheme,
      byte[] beginning)
      throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> dribbling =
          CompletableFuture.runAsync(() -> dribble(server, beginning));
      ExecutableHttpRequest request =
          request(client, uri(scheme, server), SdkHttpMethod.POST, "{}");
      assertTimeoutPreemptively(READ, () -> assertThrows(expected, request::call));
      assertTimeoutPreemptively(READ, () -> dribbling.join(), "the connection is left open");
    }
  }

  private static URI uri(String scheme, ServerSocket server) {
    return URI.create(
        scheme + "://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort());
  }

  /** Until the client has gone. */
  private static void dribble(ServerSocket server, byte[] beginning) {
    try (Socket connection = server.accept()) {
      connection.getOutputStream().write(beginning);
      while (true) {
        connection.getOutputStream().write('x');
        Thread.sleep(10);
      }
    } catch (IOException | InterruptedException e) {
      return;
    }
  }

  @Test
  void aServerThatReadsNothingHasNoMoreTimeThanTheRequest() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String body = "x".repeat(32 * 1024 * 1024);
      assertTimeoutPreemptively(
          READ,
          () ->
              assertThrows(
                  IOException.class,
                  () -> request(brief(), uri("http", server), SdkHttpMethod.POST, body).call()));
    }
  }

  @Test
  void withoutTimeNothingIsSent() {
    SocketHttpClient late = new SocketHttpClient(READ, READ, () -> Duration.ofMillis(-1));
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.answer(200, "{}"))) {
      assertThrows(
          ConnectException.class, () -> request(late, server, SdkHttpMethod.POST, "{}").call());
      assertEquals(0, server.connections());
    }
  }

  @Test
  void noServerIsAnError() {
    ScriptedServer server = ScriptedServer.start();
    server.close();
    assertThrows(ConnectException.class, () -> post(server));
  }

  @Test
  void anAbortEndsTheCall() throws InterruptedException {
    try (ScriptedServer server = ScriptedServer.start()) {
      ExecutableHttpRequest request = request(client, server, SdkHttpMethod.POST, "{}");
      CompletableFuture<HttpExecuteResponse> answer = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  answer.complete(request.call());
                } catch (IOException e) {
                  answer.completeExceptionally(e);
                }
              });
      caller.start();
      while (server.requests().isEmpty()) {
        Thread.onSpinWait();
      }
      request.abort();
      caller.join();
      assertTrue(
          assertThrows(ExecutionException.class, answer::get).getCause() instanceof IOException);
      assertThrows(IOException.class, request::call, "It stays aborted");
    }
  }
}
