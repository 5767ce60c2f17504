package dev.larder;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.larder.lambda.RuntimeApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lambda's service as far as a function sees it that invokes itself asynchronously. */
public final class FakeLambda implements AutoCloseable {
  private static final String PATH =
      "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-central-1%3A123456789012%3Afunction%3Alarder"
          + "/invocations";
  private static final Duration TIMEOUT = Duration.ofSeconds(29);

  private final HttpServer server;
  private final BlockingQueue<Invocation> queue = new LinkedBlockingQueue<>();
  private final List<byte[]> failed = new ArrayList<>();
  private volatile int status = 202;

  /**
   * An asynchronous invocation that waits.
   *
   * @param requestId the same in every attempt
   */
  public record Invocation(String requestId, byte[] event) {
    /** One attempt. */
    public RuntimeApi.Outcome attempt(RuntimeApi function) {
      return function.invoke(requestId, event, TIMEOUT);
    }
  }

  public FakeLambda() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers all calls with this status from now on, and queues nothing but with a 202. */
  public void answerWith(int status) {
    this.status = status;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] event = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(status(exchange), -1);
      if (status(exchange) == 202) {
        queue.add(new Invocation(UUID.randomUUID().toString(), event));
      }
    }
  }

  private int status(HttpExchange exchange) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null
        || !authorization.matches("AWS4-HMAC-SHA256 Credential=.*/lambda/aws4_request,.*")) {
      return 403;
    }
    boolean known =
        exchange.getRequestMethod().equals("POST")
            && exchange.getRequestURI().getRawPath().equals(PATH)
            && "Event".equals(exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type"));
    return known ? status : 404;
  }

  /** The next invocation that waits. */
  public Invocation next() throws InterruptedException {
    Invocation next = queue.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("Nothing was queued");
    }
    return next;
  }

  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Makes attempts until one succeeds, three at most; then the event is in the failure queue. */
  public void deliver(Invocation invocation, RuntimeApi function) {
    for (int attempt = 0; attempt < 3; attempt++) {
      if (!invocation.attempt(function).failed()) {
        return;
      }
    }
    failed.add(invocation.event());
  }

  /** The failure queue. */
  public List<byte[]> failed() {
    return failed;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
