package dev.larder.net;

import dev.larder.net.Connection.Origin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens a connection on a thread of its own, so that a time-out covers all of it: Java has none for
 * the lookup of a host name, and for a TLS handshake only one for each read.
 */
final class ConnectionOpener {
  private final Origin origin;
  private final int connectMillis;
  private final int readMillis;
  private final CompletableFuture<Connection> opened = new CompletableFuture<>();
  private SocketChannel current;
  private boolean abandoned;

  private ConnectionOpener(Origin origin, int connectMillis, int readMillis) {
    this.origin = origin;
    this.connectMillis = connectMillis;
    this.readMillis = readMillis;
  }

  /**
   * Opens a connection.
   *
   * @param time the time-out for lookup, TCP and TLS together
   * @throws ConnectException if the connection fails, is not trusted, or takes too long
   * @throws UnknownHostException if the host name cannot be resolved
   */
  static Connection open(Origin origin, int connectMillis, int readMillis, Duration time)
      throws ConnectException, UnknownHostException {
    ConnectionOpener opening = new ConnectionOpener(origin, connectMillis, readMillis);
    Thread thread = new Thread(opening::open, "larder-open");
    thread.setDaemon(true);
    thread.start();
    return opening.await(time);
  }

  private void open() {
    try {
      opened.complete(Connection.open(origin, connectMillis, readMillis, this::use));
    } catch (IOException | RuntimeException | Error e) {
      opened.completeExceptionally(e);
    }
  }

  private synchronized void use(SocketChannel channel) {
    current = channel;
    if (abandoned) {
      close();
    }
  }

  private synchronized void abandon() {
    abandoned = true;
    close();
  }

  private void close() {
    try {
      if (current != null) {
        current.close();
      }
    } catch (IOException e) {
      // The attempt is over, whether it can be closed or not.
      return;
    }
  }

  private Connection await(Duration time) throws ConnectException, UnknownHostException {
    try {
      return opened.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ConnectException refused) {
        throw refused;
      }
      if (e.getCause() instanceof UnknownHostException unknown) {
        throw unknown;
      }
      if (e.getCause() instanceof IOException failed) {
        throw unopened(failed.getMessage(), failed);
      }
      throw new IllegalStateException("The connection could not be opened", e.getCause());
    } catch (TimeoutException e) {
      throw abandoned("The connection to " + origin.host() + " was not established in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw abandoned("The thread was interrupted", e);
    }
  }

  private ConnectException abandoned(String message, Exception cause) {
    abandon();
    return unopened(message, cause);
  }

  private static ConnectException unopened(String message, Exception cause) {
    return (ConnectException) new ConnectException(message).initCause(cause);
  }
}
