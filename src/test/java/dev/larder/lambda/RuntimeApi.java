package dev.larder.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS Lambda's Runtime API for one execution environment, so that a built function can be invoked
 * as it is, through its runtime client, without AWS.
 *
 * <p>Start it, give {@link #address()} to the function's process as {@code AWS_LAMBDA_RUNTIME_API},
 * then {@link #invoke(String) invoke}. As on Lambda an environment handles one event at a time:
 * invocations by several threads queue. An answer beyond {@value #RESPONSE_LIMIT} bytes is refused,
 * and a second answer to one event is too; on the latter Java's runtime client ends its process, so
 * that on Lambda a response too large, which it follows by an error, costs the environment.
 *
 * <p>Closing it ends every connection and thread of its own. It does not end the function's
 * process; {@link DeployedFunction} owns both.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Quotas</a>
 */
public final class RuntimeApi implements Environment {
  /** The most bytes that a function may answer with: 6 MB and 100 bytes. */
  public static final int RESPONSE_LIMIT = 6_291_556;

  /** The region that the function is told to run in. */
  public static final String REGION = "eu-central-1";

  /** The name that the function is told to have. */
  public static final String FUNCTION_NAME = "larder";

  /** The time a function has for an event where the caller names none. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private static final String FUNCTION_ARN =
      "arn:aws:lambda:" + REGION + ":123456789012:function:" + FUNCTION_NAME;
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String PREFIX = "/2018-06-01/runtime/";
  private static final Pattern ANSWER =
      Pattern.compile(PREFIX + "invocation/(?<id>[^/]+)/(?<kind>response|error)");
  private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final byte[] ACCEPTED = bytes("{\"status\":\"OK\"}\n");

  private final LoopbackServer server;
  private final ReentrantLock turn = new ReentrantLock(true);

  private final ReentrantLock state = new ReentrantLock();
  private final Condition changed = state.newCondition();
  private HttpConnection idle;
  private String current;
  private volatile String trace;
  private Outcome outcome;
  private Outcome initError;
  private Throwable failure;

  /**
   * How an invocation ended.
   *
   * @param requestId the id that the function saw as its request id
   * @param failed whether the function reported an error instead of a response
   * @param errorType Lambda's category of the error, as {@code Runtime.UserCodeException}; null
   *     where it did not fail
   * @param payload the response, or the error's JSON
   */
  public record Outcome(String requestId, boolean failed, String errorType, byte[] payload) {
    /** Returns the payload as text. */
    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  private RuntimeApi() throws IOException {
    server =
        LoopbackServer.start(
            new LoopbackServer.Handler() {
              @Override
              public void handle(HttpConnection connection, HttpConnection.Request request)
                  throws IOException {
                RuntimeApi.this.handle(connection, request);
              }

              @Override
              public void disconnected(HttpConnection connection) {
                RuntimeApi.this.disconnected(connection);
              }
            });
  }

  /** Starts the API on a free port of the loopback interface. */
  public static RuntimeApi start() {
    try {
      return new RuntimeApi();
    } catch (IOException e) {
      throw new UncheckedIOException("The Runtime API found no port to listen at", e);
    }
  }

  /** Returns host and port, the value of {@code AWS_LAMBDA_RUNTIME_API}. */
  public String address() {
    return server.address().getAddress().getHostAddress() + ":" + server.address().getPort();
  }

  /** Invokes the function with an event in UTF-8; see {@link #invoke(byte[], Duration)}. */
  public Outcome invoke(String event) {
    return invoke(bytes(event), DEFAULT_TIMEOUT);
  }

  /** Invokes the function with {@link #DEFAULT_TIMEOUT}; see {@link #invoke(byte[], Duration)}. */
  public Outcome invoke(byte[] event) {
    return invoke(event, DEFAULT_TIMEOUT);
  }

  /** Invokes the function with an event in UTF-8; see {@link #invoke(byte[], Duration)}. */
  public Outcome invoke(String event, Duration timeout) {
    return invoke(bytes(event), timeout);
  }

  /**
   * Invokes the function and waits for its answer. A function that is still initializing gets the
   * event when it asks for its first one.
   *
   * @param timeout the function's time from taking the event; it sees it as its deadline
   * @throws FunctionTimeoutException if it did not answer within the timeout, or did not ask for an
   *     event within 60 seconds
   * @throws FunctionFailedException if it has died, or its initialization has failed
   */
  public Outcome invoke(byte[] event, Duration timeout) {
    return invoke(UUID.randomUUID().toString(), event, timeout);
  }

  /**
   * Invokes the function under a request id, which Lambda gives again to the repeats of an
   * asynchronous invocation; else as {@link #invoke(byte[], Duration)}.
   */
  @Override
  public Outcome invoke(String requestId, byte[] event, Duration timeout) {
    return uninterrupted(
        () -> {
          turn.lockInterruptibly();
          try {
            deliver(requestId, event, timeout);
            return awaitOutcome(timeout);
          } finally {
            turn.unlock();
          }
        });
  }

  /**
   * Waits until the function asks for an event: until it has initialized, or until it has nothing
   * left to do for the last one.
   *
   * @throws FunctionTimeoutException if it has not by then
   * @throws FunctionFailedException if it has died, or its initialization has failed
   */
  public void awaitNext(Duration limit) {
    uninterrupted(
        () -> {
          state.lockInterruptibly();
          try {
            return awaitIdle(limit);
          } finally {
            state.unlock();
          }
        });
  }

  /** Returns the tracing header of the last invocation. */
  public String trace() {
    return trace;
  }

  /** Returns the error that the function reported instead of initializing or restoring, if any. */
  public Optional<Outcome> initError() {
    state.lock();
    try {
      return Optional.ofNullable(initError);
    } finally {
      state.unlock();
    }
  }

  /**
   * Says that the function is dead: everything that waits for it, now or later, throws a {@link
   * FunctionFailedException} with this cause and its message.
   */
  @Override
  public void fail(Throwable cause) {
    state.lock();
    try {
      // What came first says more: a process that reported an init error then exits.
      if (failure == null) {
        failure = cause;
      }
      changed.signalAll();
    } finally {
      state.unlock();
    }
  }

  @Override
  public void close() {
    fail(new IllegalStateException("The Runtime API has been closed"));
    server.close();
  }

  private void deliver(String id, byte[] event, Duration timeout) throws InterruptedException {
    while (true) {
      HttpConnection taker;
      state.lockInterruptibly();
      try {
        taker = awaitIdle(START_LIMIT);
        idle = null;
        current = id;
        outcome = null;
      } finally {
        state.unlock();
      }
      try {
        trace = newTrace();
        taker.answer(200, eventHeaders(id, timeout, trace), event);
        return;
      } catch (IOException e) {
        // The function hung up before it got the event: it connects again, or it has died and
        // whoever watches its process says so.
        disconnected(taker);
      }
    }
  }

  private static String newTrace() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return String.format(
        "Root=1-%08x-%08x%016x;Parent=%016x;Sampled=0",
        System.currentTimeMillis() / 1000, random.nextInt(), random.nextLong(), random.nextLong());
  }

  private static Map<String, String> eventHeaders(String id, Duration timeout, String trace) {
    long deadline = System.currentTimeMillis() + timeout.toMillis();
    return Map.of(
        "Content-Type", "application/json",
        "Lambda-Runtime-Aws-Request-Id", id,
        "Lambda-Runtime-Deadline-Ms", Long.toString(deadline),
        "Lambda-Runtime-Invoked-Function-Arn", FUNCTION_ARN,
        "Lambda-Runtime-Trace-Id", trace);
  }

  private HttpConnection awaitIdle(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    while (idle == null) {
      requireAlive();
      if (left <= 0) {
        throw new FunctionTimeoutException("The function asked for no event within " + limit);
      }
      left = changed.awaitNanos(left);
    }
    requireAlive();
    return idle;
  }

  private Outcome awaitOutcome(Duration timeout) throws InterruptedException {
    state.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (outcome == null) {
        requireAlive();
        if (left <= 0) {
          throw new FunctionTimeoutException("The function gave no answer within " + timeout);
        }
        left = changed.awaitNanos(left);
      }
      return outcome;
    } finally {
      if (outcome == null) {
        current = null;
      }
      state.unlock();
    }
  }

  private void requireAlive() {
    if (failure != null) {
      throw new FunctionFailedException(failure.getMessage(), failure);
    }
  }

  private void disconnected(HttpConnection connection) {
    state.lock();
    try {
      if (idle == connection) {
        idle = null;
      }
    } finally {
      state.unlock();
    }
  }

  private void handle(HttpConnection connection, HttpConnection.Request request)
      throws IOException {
    Matcher answer = ANSWER.matcher(request.path());
    if (answer.matches() && request.method().equals("POST")) {
      String id = answer.group("id");
      if (answer.group("kind").equals("error")) {
        finish(connection, failed(id, errorType(request), request.body()), 202, ACCEPTED);
      } else {
        respond(connection, id, request);
      }
      return;
    }
    switch (request.method() + " " + request.path()) {
      case "GET " + PREFIX + "invocation/next" -> take(connection);
      case "GET " + PREFIX + "restore/next" -> connection.answer(200, JSON, new byte[0]);
      case "POST " + PREFIX + "init/error", "POST " + PREFIX + "restore/error" -> {
        failInit(request);
        connection.answer(202, JSON, ACCEPTED);
      }
      default ->
          connection.answer(404, JSON, error("NotFound", "No such resource: " + request.path()));
    }
  }

  private void take(HttpConnection connection) {
    state.lock();
    try {
      idle = connection;
      changed.signalAll();
    } finally {
      state.unlock();
    }
  }

  private void failInit(HttpConnection.Request request) {
    Outcome error = failed("", errorType(request), request.body());
    state.lock();
    try {
      initError = error;
    } finally {
      state.unlock();
    }
    fail(
        new IllegalStateException(
            "The function failed to initialize: " + error.errorType() + ": " + error.text()));
  }

  private void respond(HttpConnection connection, String id, HttpConnection.Request request)
      throws IOException {
    String errorType = request.headers().get(ERROR_TYPE);
    if (request.body().length > RESPONSE_LIMIT) {
      byte[] tooLarge =
          error(
              "Function.ResponseSizeTooLarge",
              "Response payload size exceeded maximum allowed payload size ("
                  + RESPONSE_LIMIT
                  + " bytes).");
      finish(
          connection,
          failed(id, "Function.ResponseSizeTooLarge", tooLarge),
          413,
          error(
              "RequestEntityTooLarge",
              "Exceeded maximum allowed payload size (" + RESPONSE_LIMIT + " bytes)."));
    } else if (errorType != null) {
      finish(connection, failed(id, errorType, request.body()), 202, ACCEPTED);
    } else {
      finish(connection, new Outcome(id, false, null, request.body()), 202, ACCEPTED);
    }
  }

  private void finish(HttpConnection connection, Outcome result, int status, byte[] body)
      throws IOException {
    boolean running;
    boolean answered;
    state.lock();
    try {
      running = result.requestId().equals(current);
      answered = outcome != null;
      if (running && !answered) {
        outcome = result;
        changed.signalAll();
      }
    } finally {
      state.unlock();
    }
    if (!running) {
      connection.answer(400, JSON, error("InvalidRequestID", "Invalid request ID"));
    } else if (answered) {
      connection.answer(403, JSON, error("InvalidStateTransition", "Answered already"));
    } else {
      connection.answer(status, JSON, body);
    }
  }

  private static Outcome failed(String id, String errorType, byte[] payload) {
    return new Outcome(id, true, errorType, payload);
  }

  private static String errorType(HttpConnection.Request request) {
    return request.headers().getOrDefault(ERROR_TYPE, "Runtime.Unknown");
  }

  private static byte[] error(String type, String message) {
    return bytes("{\"errorMessage\":\"" + message + "\",\"errorType\":\"" + type + "\"}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private interface Waiting<T> {
    T run() throws InterruptedException;
  }

  private static <T> T uninterrupted(Waiting<T> work) {
    try {
      return work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the function", e);
    }
  }
}
