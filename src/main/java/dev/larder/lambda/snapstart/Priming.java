package dev.larder.lambda.snapstart;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.DynamoDbErrors;
import dev.larder.event.InvocationFailedException;
import dev.larder.lambda.invocation.CurrentInvocation;
import dev.larder.lambda.log.JsonLogFormatter;
import dev.larder.runtime.InvocationContext;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.PreloadClassesRecorder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;

/**
 * Primes a function before SnapStart takes its snapshot: sends requests of every kind to it, so
 * that their classes are loaded and their code is compiled. The requests leave no trace in tables,
 * log and metrics, and the next invocation still counts as a cold start.
 */
public final class Priming {
  private static final Logger LOG = Logger.getLogger(Priming.class);

  /** The longest time for priming; Lambda allows 130 seconds for the whole init phase. */
  private static final Duration MAX_DURATION = Duration.ofSeconds(5);

  /**
   * The longest time for the first round, so that a slow processor too sends each request once,
   * unless one fails.
   */
  private static final Duration MAX_FIRST_ROUND = Duration.ofSeconds(20);

  /**
   * How long to try again while DynamoDB refuses a collection: IAM applies a role's policy some
   * seconds after it was attached.
   */
  private static final Duration MAX_DENIED = Duration.ofSeconds(15);

  private static final Duration PAUSE_IF_DENIED = Duration.ofSeconds(1);

  /** The least remaining time of each request, as its Lambda context reports it. */
  private static final Duration MIN_REQUEST_TIME = Duration.ofSeconds(3);

  /** The managed runtime uses one JIT compiler, which compiles a method after 200 calls. */
  private static final int ROUNDS = 100;

  /**
   * The other requests are part of every fifth round only: rejected writes consume write units too,
   * of which a table may have few.
   */
  private static final int OTHER_REQUESTS_INTERVAL = 5;

  private final Object handler;
  private final Method method;
  private long start = System.nanoTime();
  private int round;
  private int requests;
  private Throwable failure;

  /** How many collections could be read. */
  private int readable;

  private Priming(Object handler) {
    this.handler = handler;
    try {
      method =
          handler
              .getClass()
              .getMethod("handleRequest", InputStream.class, OutputStream.class, Context.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Primes the function for some seconds at most. An error is logged once and does not prevent the
   * snapshot, unless the function may not read any collection.
   *
   * @throws IllegalStateException if it may not, even after a quarter of a minute
   */
  public static void prime(Object handler) {
    new Priming(handler).prime();
  }

  private void prime() {
    Handler[] handlers = InitialConfigurator.DELAYED_HANDLER.getHandlers();
    for (Handler handler : handlers) {
      handler.setFilter(record -> suppress(handler, record));
    }
    try (PrimingRequests requests = new PrimingRequests()) {
      PreloadClassesRecorder.preloadClasses(true);
      send(requests);
    } catch (RuntimeException e) {
      failed(e);
    } finally {
      for (Handler handler : handlers) {
        handler.setFilter(null);
        if (handler.getFormatter() instanceof JsonLogFormatter formatter) {
          formatter.forgetStacks();
        }
      }
      CurrentInvocation.resetColdStart();
    }
    if (isDenied()) {
      throw new IllegalStateException(
          "The function's role may read no collection, so a snapshot could answer no request: "
              + DynamoDbErrors.denial(failure).orElseThrow());
    }
    long millis = spent().toMillis();
    if (failure == null) {
      LOG.infof("Primed with %d requests in %d ms", requests, millis);
    } else {
      LOG.warnf(
          failure,
          "Priming failed after %d requests in %d ms. Requests may fail for the same reason, and"
              + " what was not primed starts as slowly as without a snapshot",
          requests,
          millis);
    }
  }

  /**
   * Reads each collection once, then sends all requests to the first collection that could be read.
   */
  private void send(PrimingRequests requests) {
    long begun = start;
    String known = readAll(requests);
    while (DynamoDbErrors.isDenial(failure) && System.nanoTime() - begun < MAX_DENIED.toNanos()) {
      pause();
      failure = null;
      readable = 0;
      start = System.nanoTime();
      known = readAll(requests);
    }
    if (isDenied()) {
      return;
    }
    if (known != null) {
      List<ObjectNode> common = requests.events(known, "common");
      List<ObjectNode> others = requests.events(known, "others");
      for (; round < ROUNDS && !isOver(); round++) {
        send(common);
        if (round % OTHER_REQUESTS_INTERVAL == 0) {
          send(others);
        }
      }
    }
  }

  /** Reads each collection once. Returns the first that answered; null if there is none. */
  private String readAll(PrimingRequests requests) {
    String known = null;
    for (String collection : requests.collections()) {
      if (isOver()) {
        return known;
      }
      Throwable before = failure;
      failure = null;
      try {
        send(read(requests, collection));
        known = known == null ? collection : known;
        readable += failure == null ? 1 : 0;
      } catch (RuntimeException e) {
        failed(e);
      }
      failure = before == null ? failure : before;
    }
    return known;
  }

  /** Whether the function may read no collection. */
  private boolean isDenied() {
    return readable == 0 && DynamoDbErrors.isDenial(failure);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_IF_DENIED.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns two reads of a collection. Finding out the table's key, which calls DynamoDB, has the
   * deadline of a request.
   */
  private List<ObjectNode> read(PrimingRequests requests, String collection) {
    CurrentInvocation.begin(context());
    try {
      return requests.events(collection, "common").subList(0, 2);
    } finally {
      CurrentInvocation.end();
    }
  }

  private Context context() {
    Duration left = MAX_DURATION.minus(spent());
    return InvocationContext.forStartup(
        left.isNegative() ? MIN_REQUEST_TIME : left.plus(MIN_REQUEST_TIME));
  }

  private boolean isOver() {
    Duration longest = round == 0 && failure == null ? MAX_FIRST_ROUND : MAX_DURATION;
    return spent().compareTo(longest) > 0;
  }

  private Duration spent() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** A log filter that formats a record, to prime the formatter, but does not let it be written. */
  private boolean suppress(Handler handler, LogRecord record) {
    handler.getFormatter().format(record);
    if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
      failed(
          record.getThrown() == null
              ? new IllegalStateException(record.getMessage())
              : record.getThrown());
    }
    return false;
  }

  private void failed(Throwable failure) {
    if (this.failure == null) {
      this.failure = failure;
    }
  }

  private void send(List<ObjectNode> events) {
    for (ObjectNode event : events) {
      if (isOver()) {
        return;
      }
      answer(event);
    }
  }

  /** Invokes the handler by reflection, as Lambda's runtime does. */
  private void answer(ObjectNode event) {
    requests++;
    byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
    try {
      method.invoke(
          handler, new ByteArrayInputStream(json), OutputStream.nullOutputStream(), context());
    } catch (InvocationTargetException e) {
      // InvocationFailedException reports a problem to a direct invocation; real errors are logged.
      if (!(e.getCause() instanceof InvocationFailedException)) {
        failed(e.getCause());
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
