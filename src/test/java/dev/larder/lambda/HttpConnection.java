package dev.larder.lambda;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP/1.1 connection of a client, seen from the server. One thread may read while another
 * writes; this is what lets an event be sent from the thread that has it, without a hand-over to
 * the reading one.
 */
public final class HttpConnection implements Closeable {
  private static final int LINE_LIMIT = 64 * 1024;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /** A request; header names are compared without regard to case. */
  public record Request(String method, String path, Map<String, String> headers, byte[] body) {}

  HttpConnection(Socket socket) throws IOException {
    this.socket = socket;
    // Without it the second packet of an answer waits up to 40 ms for the first one's receipt.
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    this.out = socket.getOutputStream();
  }

  /** Waits for the first byte of a request, or for the end; reads neither. */
  void await() throws IOException {
    in.mark(1);
    in.read();
    in.reset();
  }

  /**
   * Reads the next request.
   *
   * @return null where the client has closed the connection between two requests
   * @throws IOException if the connection broke or what came is not HTTP
   */
  Request read() throws IOException {
    String start = readLine();
    if (start == null) {
      return null;
    }
    String[] parts = start.split(" ");
    if (parts.length != 3) {
      throw new ProtocolException("Not an HTTP request line: " + start);
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    readHeaders(headers);
    if ("100-continue".equalsIgnoreCase(headers.get("Expect"))) {
      write(CONTINUE);
    }
    return new Request(parts[0], parts[1], headers, readBody(headers));
  }

  /** Sends an answer in a single write. */
  public void answer(int status, Map<String, String> headers, byte[] body) throws IOException {
    write(bytes(status, headers, body));
  }

  /** Sends the first half of an answer's bytes, and closes the connection. */
  public void cut(int status, Map<String, String> headers, byte[] body) throws IOException {
    byte[] whole = bytes(status, headers, body);
    write(Arrays.copyOf(whole, whole.length / 2));
    close();
  }

  /** Closes the connection for answers; requests can still be read. */
  public void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** Closes the connection in a way that is an error to the client, whatever it waits for. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    close();
  }

  private static byte[] bytes(int status, Map<String, String> headers, byte[] body) {
    StringBuilder head = new StringBuilder(512);
    head.append("HTTP/1.1 ").append(status).append(" -\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[start.length + body.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private synchronized void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private byte[] readBody(Map<String, String> headers) throws IOException {
    String coding = headers.getOrDefault("Transfer-Encoding", "").toLowerCase(Locale.ROOT);
    if (coding.contains("chunked")) {
      return readChunks(headers);
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("The connection ended within a body of " + length + " bytes");
    }
    return body;
  }

  private byte[] readChunks(Map<String, String> headers) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(requireLine().split(";")[0].trim(), 16);
      if (length == 0) {
        // Response streaming reports a failure midway in trailers of the same names as headers.
        readHeaders(headers);
        return body.toByteArray();
      }
      byte[] chunk = in.readNBytes(length);
      if (chunk.length < length) {
        throw new EOFException("The connection ended within a chunk of " + length + " bytes");
      }
      body.writeBytes(chunk);
      requireLine();
    }
  }

  private void readHeaders(Map<String, String> headers) throws IOException {
    for (String line = requireLine(); !line.isEmpty(); line = requireLine()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new ProtocolException("Not an HTTP header: " + line);
      }
      headers.put(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
    }
  }

  private String requireLine() throws IOException {
    String line = readLine();
    if (line == null) {
      throw new EOFException("The connection ended within a request");
    }
    return line;
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      if (line.size() == LINE_LIMIT) {
        throw new ProtocolException("A header line is longer than " + LINE_LIMIT + " bytes");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
