package dev.larder;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server on this machine, passes everything on, and counts the connections. */
public final class ConnectionCounter implements AutoCloseable {
  private final ServerSocket listener;
  private final URI server;
  private final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();

  private ConnectionCounter(ServerSocket listener, URI server) {
    this.listener = listener;
    this.server = server;
  }

  public static ConnectionCounter before(URI server) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      ConnectionCounter counter = new ConnectionCounter(listener, server);
      start(counter::accept);
      return counter;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where to connect instead of to the server. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** How many connections there were. */
  public int connections() {
    return connections.get();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      connections.incrementAndGet();
      Socket onward = new Socket(server.getHost(), server.getPort());
      client.setTcpNoDelay(true);
      onward.setTcpNoDelay(true);
      open.add(client);
      open.add(onward);
      start(() -> pump(client, onward));
      start(() -> pump(onward, client));
    }
  }

  private static void pump(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One side closed; so does the other.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
