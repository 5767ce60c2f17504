package dev.larder.net;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * An HTTP/1.1 connection over a blocking socket. It carries one request at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
public final class Connection implements Closeable {
  /** The server of a connection: RFC 9110, section 4.3.1. */
  public record Origin(String scheme, String host, int port) {

    boolean isSecure() {
      return scheme.equals("https");
    }
  }

  /**
   * A response of HTTP/1.1.
   *
   * @param fields values by name, whatever the case of the name
   * @param body empty where there is none
   * @param keepsConnection whether the connection takes another request
   */
  public record Response(
      int status,
      String reason,
      Map<String, List<String>> fields,
      byte[] body,
      boolean keepsConnection) {

    /** The first value of a field; null where there is none. */
    public String field(String name) {
      List<String> values = fields.get(name);
      return values == null ? null : values.get(0);
    }
  }

  private static final byte[] NOTHING = {};

  private final Socket socket;
  private final InputStream in;
  private int readMillis;
  private long endNanos;
  private boolean hasEnd;
  private final byte[] buffer = new byte[16 * 1024];
  private int position;
  private int end;

  private Connection(Socket socket, int readMillis) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.readMillis = readMillis;
  }

  /**
   * Opens a connection.
   *
   * @param connectMillis time-out of the TCP connection, without TLS; 0 for none
   * @param readMillis how long the server may send nothing; 0 for no limit
   */
  public static Connection open(Origin origin, int connectMillis, int readMillis)
      throws IOException {
    return open(new Socket(), origin, connectMillis, readMillis);
  }

  /**
   * Opens a connection over a socket that is not connected yet. Closing the socket ends the
   * attempt.
   */
  static Connection open(Socket socket, Origin origin, int connectMillis, int readMillis)
      throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(origin.host(), origin.port()), connectMillis);
      socket.setSoTimeout(readMillis);
      return new Connection(origin.isSecure() ? secured(socket, origin) : socket, readMillis);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket secured(Socket socket, Origin origin) throws IOException {
    SSLSocket secured =
        (SSLSocket)
            context().getSocketFactory().createSocket(socket, origin.host(), origin.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private static SSLContext context() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime does not support TLS", e);
    }
  }

  /** Whether the server has kept the connection open, as far as a read of one millisecond shows. */
  boolean isOpen() {
    try {
      socket.setSoTimeout(1);
      try {
        // The end of the stream, or data that no request asked for: either way it is unusable.
        in.read();
        return false;
      } catch (SocketTimeoutException e) {
        socket.setSoTimeout(readMillis);
        return true;
      }
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Sets the time-outs of the next request and its response.
   *
   * @param readMillis how long the server may send nothing
   * @param endNanos the {@link System#nanoTime} by which the response must be complete
   */
  void setTimeouts(int readMillis, long endNanos) {
    this.readMillis = readMillis;
    this.endNanos = endNanos;
    this.hasEnd = true;
  }

  private int receive(byte[] bytes, int from, int length) throws IOException {
    if (hasEnd) {
      long left = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("The response was not complete in time");
      }
      socket.setSoTimeout((int) Math.min(readMillis, left));
    }
    return in.read(bytes, from, length);
  }

  /**
   * Sends a request.
   *
   * @param head the request line and header fields, each with its CRLF, without the empty line
   *     after them
   */
  public void send(CharSequence head, byte[] body) throws IOException {
    byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    int length = start.length;
    byte[] request = Arrays.copyOf(start, length + 2 + body.length);
    request[length] = '\r';
    request[length + 1] = '\n';
    System.arraycopy(body, 0, request, length + 2, body.length);
    socket.getOutputStream().write(request);
  }

  /**
   * Reads the response to a request, and skips interim (1xx) responses before it.
   *
   * @param toHead whether the method was HEAD, whose responses have no body
   */
  public Response read(boolean toHead) throws IOException {
    String line = line();
    while (line.startsWith("HTTP/1.1 1")) {
      fields();
      line = line();
    }
    if (!line.startsWith("HTTP/1.") || line.length() < 12) {
      throw new IOException("The response is not an HTTP/1.1 response");
    }
    int status = number(line.substring(9, 12), 10);
    String reason = line.length() > 13 ? line.substring(13) : "";
    Map<String, List<String>> fields = fields();
    byte[] body;
    boolean keeps = line.startsWith("HTTP/1.1") && !is("close", fields.get("Connection"));
    if (toHead || status == 204 || status == 304) {
      body = NOTHING;
    } else if (is("chunked", fields.get("Transfer-Encoding"))) {
      body = chunks();
    } else if (fields.containsKey("Content-Length")) {
      body = bytes(number(fields.get("Content-Length").get(0), 10));
    } else {
      body = rest();
      keeps = false;
    }
    return new Response(status, reason, fields, body, keeps && position == end);
  }

  private static boolean is(String value, List<String> values) {
    return values != null && values.get(0).equalsIgnoreCase(value);
  }

  private Map<String, List<String>> fields() throws IOException {
    Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("The response has a header field without a name");
      }
      fields
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>(1))
          .add(line.substring(colon + 1).strip());
    }
    return fields;
  }

  /** Reads the chunked transfer coding (RFC 9112, section 7.1). */
  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String line = line();
      int extension = line.indexOf(';');
      int size = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
      if (size == 0) {
        fields();
        return body.toByteArray();
      }
      body.writeBytes(bytes(size));
      line();
    }
  }

  private static int number(String text, int radix) throws IOException {
    try {
      int number = Integer.parseInt(text, radix);
      if (number < 0) {
        throw new NumberFormatException("negative");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IOException("The response has a length that is not a number: " + text, e);
    }
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = new byte[length];
    int done = Math.min(length, end - position);
    System.arraycopy(buffer, position, bytes, 0, done);
    position += done;
    while (done < length) {
      int read = receive(bytes, done, length - done);
      if (read < 0) {
        throw closed();
      }
      done += read;
    }
    return bytes;
  }

  private byte[] rest() throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.write(buffer, position, end - position);
    position = end;
    for (int read = receive(buffer, 0, buffer.length);
        read >= 0;
        read = receive(buffer, 0, buffer.length)) {
      rest.write(buffer, 0, read);
    }
    position = 0;
    end = 0;
    return rest.toByteArray();
  }

  private String line() throws IOException {
    StringBuilder line = null;
    while (true) {
      for (int i = position; i < end; i++) {
        if (buffer[i] == '\n') {
          String last = new String(buffer, position, i - position, StandardCharsets.ISO_8859_1);
          position = i + 1;
          String whole = line == null ? last : line.append(last).toString();
          return whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
        }
      }
      line = line == null ? new StringBuilder() : line;
      line.append(new String(buffer, position, end - position, StandardCharsets.ISO_8859_1));
      if (line.length() > buffer.length) {
        throw new IOException("The response has a line of more than " + buffer.length + " bytes");
      }
      position = 0;
      end = Math.max(0, receive(buffer, 0, buffer.length));
      if (end == 0) {
        throw closed();
      }
    }
  }

  private static EOFException closed() {
    return new EOFException("The connection was closed before the response was complete");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // The socket is of no further use, so a failure to close it does not matter.
      return;
    }
  }
}
