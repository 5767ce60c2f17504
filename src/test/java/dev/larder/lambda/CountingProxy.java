package dev.larder.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy that passes on what it reads and counts it. It reads no HTTP: where a client that
 * waits for each response sends after it has been sent something, an exchange begins.
 */
final class CountingProxy implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final ServerSocket socket;
  private final CompletableFuture<InetSocketAddress> server = new CompletableFuture<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private Traffic traffic = new Traffic(0, 0, 0);

  /**
   * What clients have done.
   *
   * @param connections that they opened
   * @param exchanges requests with their responses, and a request whose response is awaited
   * @param pieces in which the requests arrived: a write of a client is one as long as it is
   *     shorter than 64 KB, and two that follow each other closely may be one too
   */
  record Traffic(int connections, int exchanges, int pieces) {
    Traffic since(Traffic before) {
      return new Traffic(
          connections - before.connections, exchanges - before.exchanges, pieces - before.pieces);
    }
  }

  private CountingProxy(ServerSocket socket) {
    this.socket = socket;
  }

  /** Starts a proxy whose connections wait until it has a {@link #server}. */
  static CountingProxy start() {
    try {
      CountingProxy proxy =
          new CountingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      proxy.daemon(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("The proxy found no port to listen at", e);
    }
  }

  /** Names the server, once. */
  void server(String host, int port) {
    server.complete(new InetSocketAddress(host, port));
  }

  /** Where to connect instead of to the server, as host and port. */
  String address() {
    return socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort();
  }

  synchronized Traffic traffic() {
    return traffic;
  }

  @Override
  public void close() {
    closeQuietly(socket);
    sockets.forEach(CountingProxy::closeQuietly);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        count(1, 0, 0);
        daemon(() -> connect(client));
      }
    } catch (IOException e) {
      // Closed
      close();
    }
  }

  private void connect(Socket client) {
    try {
      InetSocketAddress address = server.join();
      Socket upstream = new Socket(address.getAddress(), address.getPort());
      sockets.add(client);
      sockets.add(upstream);
      Dialogue dialogue = new Dialogue();
      daemon(() -> pass(upstream, client, dialogue::received));
      pass(client, upstream, dialogue::sent);
    } catch (IOException e) {
      // No server is there any more, as the client then learns.
      closeQuietly(client);
    }
  }

  /** Passes on what one side sends, until either ends. */
  private void pass(Socket from, Socket to, Runnable counter) {
    try (from;
        to) {
      to.setTcpNoDelay(true);
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        counter.run();
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // Ended by the other direction, or by the peer, which learns it by its own connection.
      closeQuietly(to);
    } finally {
      sockets.remove(from);
    }
  }

  /** Whose turn it is on a connection. */
  private final class Dialogue {
    private boolean sending;

    synchronized void sent() {
      count(0, sending ? 0 : 1, 1);
      sending = true;
    }

    synchronized void received() {
      sending = false;
    }
  }

  private synchronized void count(int connections, int exchanges, int pieces) {
    traffic =
        new Traffic(
            traffic.connections + connections,
            traffic.exchanges + exchanges,
            traffic.pieces + pieces);
  }

  private void daemon(Runnable work) {
    Thread thread = new Thread(work, "counting-proxy:" + socket.getLocalPort());
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // It is out of use either way.
    }
  }
}
