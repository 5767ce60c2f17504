package dev.larder.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Answers requests, one after the other, with texts that need not be HTTP. */
public final class ScriptedServer implements AutoCloseable {
  /** In the place of an answer: the connection is closed. */
  public static final String CLOSE = "";

  private final ServerSocket socket;
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new ArrayList<>();
  private final List<Socket> connections = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private ScriptedServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Starts one with these answers; a request beyond them gets none. */
  public static ScriptedServer start(String... answers) {
    try {
      ScriptedServer server = new ScriptedServer();
      server.answers.addAll(List.of(answers));
      server.run(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer of a status, with these header fields and this body. */
  public static String answer(int status, String body, String... fields) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    return head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Host and port. */
  public String address() {
    return socket.getInetAddress().getHostAddress() + ":" + port();
  }

  /** The requests so far, as they came. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** How many connections were opened so far. */
  public synchronized int connections() {
    return connections.size();
  }

  /** Closes the connections that are open, and has no answer for what comes after. */
  public void finish() {
    try {
      String next = answers.peek();
      while (next != null && !next.equals(CLOSE)) {
        Thread.onSpinWait();
        next = answers.peek();
      }
      closeConnections();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends something that no request asked for. */
  public synchronized void send(String text) throws IOException {
    for (Socket client : connections) {
      client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** Closes the connections that are open. */
  public synchronized void closeConnections() throws IOException {
    for (Socket client : connections) {
      client.shutdownOutput();
    }
  }

  private synchronized void run(Runnable work) {
    Thread thread = new Thread(work, "scripted-server");
    threads.add(thread);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        synchronized (this) {
          connections.add(client);
        }
        run(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      while (true) {
        String request = read(in);
        if (request == null) {
          return;
        }
        synchronized (this) {
          requests.add(request);
        }
        if (!answer(client)) {
          return;
        }
      }
    } catch (IOException e) {
      // The client is gone, or the test is over.
    }
  }

  /** Whether the connection is kept. */
  private synchronized boolean answer(Socket client) throws IOException {
    String answer = answers.poll();
    if (answer == null) {
      return true;
    }
    if (answer.equals(CLOSE)) {
      return false;
    }
    client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    return true;
  }

  private static String read(BufferedReader in) throws IOException {
    StringBuilder request = new StringBuilder();
    int length = 0;
    for (String line = in.readLine(); ; line = in.readLine()) {
      if (line == null) {
        return null;
      }
      request.append(line).append('\n');
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
      if (line.isEmpty()) {
        break;
      }
    }
    for (int i = 0; i < length; i++) {
      request.append((char) in.read());
    }
    return request.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
      List<Thread> running;
      synchronized (this) {
        for (Socket client : connections) {
          client.close();
        }
        running = List.copyOf(threads);
      }
      for (Thread thread : running) {
        thread.join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
