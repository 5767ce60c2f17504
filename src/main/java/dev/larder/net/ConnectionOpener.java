package dev.larder.net;

import dev.larder.net.Connection.Origin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens a connection within a time, as a thread of its own: Java has no time-out for the look-up of
 * a host name, and of a TLS handshake bounds each read alone.
 */
final class ConnectionOpener {
  private final Origin origin;
  private final int connectMillis;
  private final int readMillis;
  private final Socket socket = new Socket();
  private final CompletableFuture<Connection> opened = new CompletableFuture<>();

  private ConnectionOpener(Origin origin, int connectMillis, int readMillis) {
    this.origin = origin;
    this.connectMillis = connectMillis;
    this.readMillis = readMillis;
  }

  /**
   * @param time how long all of it may take
   * @throws ConnectException where there is none in time, or only one that is not trusted
   */
  static Connection of(Origin origin, int connectMillis, int readMillis, Duration time)
      throws ConnectException, UnknownHostException {
    ConnectionOpener opening = new ConnectionOpener(origin, connectMillis, readMillis);
    Thread thread = new Thread(opening::open, "larder-open");
    thread.setDaemon(true);
    thread.start();
    return opening.within(time);
  }

  private void open() {
    try {
      opened.complete(Connection.open(socket, origin, connectMillis, readMillis));
    } catch (IOException | RuntimeException | Error e) {
      opened.completeExceptionally(e);
    }
  }

  private Connection within(Duration time) throws ConnectException, UnknownHostException {
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
    ConnectException e = unopened(message, cause);
    try {
      socket.close();
    } catch (IOException notClosed) {
      e.addSuppressed(notClosed);
    }
    return e;
  }

  private static ConnectException unopened(String message, Exception cause) {
    return (ConnectException) new ConnectException(message).initCause(cause);
  }
}
