package dev.larder;

import dev.larder.lambda.HttpConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections some time after an answer, unless another request comes before, as a server
 * does that keeps them for so long. It reads on, so that requests are known which were under way to
 * a connection that was closed; none of them is carried out.
 */
final class KeptConnections implements AutoCloseable {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(KeptConnections::daemon);
  private final Map<HttpConnection, Idle> connections = new HashMap<>();
  private Random random = new Random();
  private Duration least = Duration.ZERO;
  private Duration most = Duration.ZERO;

  /** A connection since its last request; {@code ended} is 0 until it is closed. */
  private static final class Idle {
    private long ended;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "kept-connections");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins to close connections, each after a random time in this range, as often below its
   * geometric mean as above.
   */
  synchronized void end(long seed, Duration least, Duration most) {
    this.random = new Random(seed);
    this.least = least;
    this.most = most;
  }

  /** Closes no connection any more. */
  synchronized void keep() {
    most = Duration.ZERO;
  }

  synchronized void answered(HttpConnection connection) {
    Idle idle = connections.get(connection);
    if (most.isZero() || idle == null) {
      connections.remove(connection);
      notifyAll();
      return;
    }
    double range = (double) most.toNanos() / least.toNanos();
    long time = Math.round(least.toNanos() * Math.pow(range, random.nextDouble()));
    timer.schedule(() -> end(connection, idle), time, TimeUnit.NANOSECONDS);
  }

  private synchronized void end(HttpConnection connection, Idle idle) {
    if (connections.get(connection) != idle) {
      return;
    }
    try {
      connection.finish();
    } catch (IOException e) {
      // The client was faster.
      return;
    } finally {
      idle.ended = System.nanoTime();
      notifyAll();
    }
  }

  /** How long ago the connection of this request was closed; empty if it is open. */
  synchronized Optional<Duration> requested(HttpConnection connection) {
    Idle idle = connections.put(connection, new Idle());
    return idle == null || idle.ended == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(System.nanoTime() - idle.ended));
  }

  synchronized void gone(HttpConnection connection) {
    connections.remove(connection);
    notifyAll();
  }

  /** Waits until each connection is closed on which a request was answered. */
  synchronized void awaitEnds() throws InterruptedException {
    while (connections.values().stream().anyMatch(idle -> idle.ended == 0)) {
      wait();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
