package dev.larder.lambda;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small HTTP/1.1 server on a free port of the loopback interface, with a thread to each
 * connection. The JDK's own server hands each request through several threads, which is a good part
 * of the time that a fast function takes.
 */
public final class LoopbackServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Handler handler;
  private final Thread acceptor;
  private final Map<HttpConnection, Thread> connections = new HashMap<>();

  /** What is done with requests. It is called by the connections' threads. */
  public interface Handler {
    /** Learns that a request has begun to come; it is read when this returns. */
    default void arriving() {}

    /** Answers a request, now or later, from this thread or another. */
    void handle(HttpConnection connection, HttpConnection.Request request) throws IOException;

    /** Learns that a connection is gone. */
    default void disconnected(HttpConnection connection) {}
  }

  private LoopbackServer(Handler handler) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.handler = handler;
    this.acceptor = daemon(this::accept);
  }

  public static LoopbackServer start(Handler handler) throws IOException {
    LoopbackServer server = new LoopbackServer(handler);
    server.acceptor.start();
    return server;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
  }

  /** Ends all connections and waits for their threads to end. */
  @Override
  public void close() {
    List<Thread> threads;
    synchronized (connections) {
      closeQuietly(socket);
      connections.keySet().forEach(LoopbackServer::closeQuietly);
      threads = new ArrayList<>(connections.values());
    }
    threads.add(acceptor);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        serveInThread(socket.accept());
      } catch (IOException e) {
        // Either the server has been closed, or the client is gone already and tries again.
      }
    }
  }

  private void serveInThread(Socket client) throws IOException {
    synchronized (connections) {
      if (socket.isClosed()) {
        client.close();
        return;
      }
      HttpConnection connection = new HttpConnection(client);
      Thread thread = daemon(() -> serve(connection));
      connections.put(connection, thread);
      thread.start();
    }
  }

  private void serve(HttpConnection connection) {
    try (connection) {
      HttpConnection.Request request = next(connection);
      while (request != null) {
        handler.handle(connection, request);
        request = next(connection);
      }
    } catch (IOException e) {
      // A runtime client may break a connection at any time; if it died, its process tells.
      closeQuietly(connection);
    } finally {
      synchronized (connections) {
        connections.remove(connection);
      }
      handler.disconnected(connection);
    }
  }

  private HttpConnection.Request next(HttpConnection connection) throws IOException {
    connection.await();
    handler.arriving();
    return connection.read();
  }

  private Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "loopback-server:" + socket.getLocalPort());
    thread.setDaemon(true);
    return thread;
  }

  private static void closeQuietly(Closeable resource) {
    try {
      resource.close();
    } catch (IOException e) {
      // It is out of use either way.
    }
  }
}
