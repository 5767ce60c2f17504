package dev.larder.net;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

    // A native executable interprets the equals and hashCode that the compiler makes for a record.

    @Override
    public boolean equals(Object other) {
      return other instanceof Origin origin
          && port == origin.port
          && host.equals(origin.host)
          && scheme.equals(origin.scheme);
    }

    @Override
    public int hashCode() {
      return (scheme.hashCode() * 31 + host.hashCode()) * 31 + port;
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

  private final SocketChannel channel;
  private final Socket socket;
  private final InputStream in;
  private int readMillis;
  private long endNanos;
  private boolean hasEnd;
  private final byte[] buffer = new byte[16 * 1024];
  private int position;
  private int end;

  private Connection(SocketChannel channel, Socket socket, int readMillis) throws IOException {
    this.channel = channel;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.readMillis = readMillis;
  }

  /**
   * Opens a connection to the first address of the host that accepts one.
   *
   * @param connectMillis time-out of the TCP connection to an address, without TLS; 0 for none
   * @param readMillis how long the server may send nothing; 0 for no limit
   */
  public static Connection open(Origin origin, int connectMillis, int readMillis)
      throws IOException {
    return open(origin, connectMillis, readMillis, channel -> {});
  }

  /**
   * @param opening gets each channel before it connects; closing it ends the attempt
   */
  static Connection open(
      Origin origin, int connectMillis, int readMillis, Consumer<SocketChannel> opening)
      throws IOException {
    SocketChannel channel =
        connected(InetAddress.getAllByName(origin.host()), origin.port(), connectMillis, opening);
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Socket socket = channel.socket();
      socket.setSoTimeout(readMillis);
      return new Connection(
          channel, origin.isSecure() ? secured(socket, origin) : socket, readMillis);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Connects to the first of the addresses that accepts a connection. */
  static SocketChannel connected(
      InetAddress[] addresses, int port, int connectMillis, Consumer<SocketChannel> opening)
      throws IOException {
    IOException failure = null;
    for (InetAddress address : addresses) {
      SocketChannel channel = SocketChannel.open();
      try {
        opening.accept(channel);
        channel.socket().connect(new InetSocketAddress(address, port), connectMillis);
        return channel;
      } catch (IOException e) {
        channel.close();
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    throw failure;
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

  /**
   * Whether the connection can take a request: the server has neither closed it nor sent anything
   * that no request asked for. The check does not wait, unless a TLS session ticket arrived.
   */
  boolean isIdle() {
    try {
      if (channel.socket().getInputStream().available() > 0
          && !(socket instanceof SSLSocket && hasNoContent())) {
        return false;
      }
      channel.configureBlocking(false);
      try {
        return channel.read(ByteBuffer.allocate(1)) == 0;
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether what has arrived is of TLS itself, such as a session ticket, and not its end. */
  private boolean hasNoContent() throws IOException {
    socket.setSoTimeout(1);
    try {
      in.read();
      return false;
    } catch (SocketTimeoutException e) {
      socket.setSoTimeout(readMillis);
      return true;
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
    while (line.startsWith("HTTP/1.1 1") && !line.startsWith("HTTP/1.1 101")) {
      fields();
      line = line();
    }
    if (!line.startsWith("HTTP/1.")
        || line.length() < 12
        || line.charAt(8) != ' '
        || (line.length() > 12 && line.charAt(12) != ' ')) {
      throw new IOException("The response is not an HTTP/1.1 response");
    }
    int status = number(line.substring(9, 12), 10);
    if (status < 200) {
      throw new IOException("The response switches protocols, which no request asked for");
    }
    String reason = line.length() > 13 ? line.substring(13) : "";
    Map<String, List<String>> fields = fields();
    boolean chunked = isChunked(fields);
    OptionalInt length = contentLength(fields);
    boolean keeps =
        line.startsWith("HTTP/1.1") && !elements(fields, "Connection").contains("close");
    byte[] body;
    if (toHead || status == 204 || status == 304) {
      body = NOTHING;
    } else if (chunked) {
      body = chunks();
    } else if (length.isPresent()) {
      body = bytes(length.getAsInt());
    } else {
      body = rest();
      keeps = false;
    }
    return new Response(status, reason, fields, body, keeps && position == end);
  }

  /**
   * Whether the body is chunked (RFC 9112, section 6.1).
   *
   * @throws IOException for any other transfer coding, and for a length beside it (section 6.3)
   */
  private static boolean isChunked(Map<String, List<String>> fields) throws IOException {
    List<String> codings = elements(fields, "Transfer-Encoding");
    if (codings.isEmpty()) {
      return false;
    }
    if (!codings.equals(List.of("chunked")) || fields.containsKey("Content-Length")) {
      throw new IOException("The response has a transfer coding that is not supported");
    }
    return true;
  }

  /** The length of the body, which may be repeated but must be the same (RFC 9112, section 6.3). */
  private static OptionalInt contentLength(Map<String, List<String>> fields) throws IOException {
    List<String> lengths = elements(fields, "Content-Length");
    if (lengths.isEmpty()) {
      return OptionalInt.empty();
    }
    if (Collections.frequency(lengths, lengths.get(0)) < lengths.size()) {
      throw new IOException("The response has different lengths: " + lengths);
    }
    return OptionalInt.of(number(lengths.get(0), 10));
  }

  /** The elements of a list in a field's lines, in lower case (RFC 9110, section 5.6.1). */
  private static List<String> elements(Map<String, List<String>> fields, String name) {
    List<String> lines = fields.get(name);
    if (lines == null) {
      return List.of();
    }
    List<String> elements = new ArrayList<>(1);
    for (String line : lines) {
      for (String element : line.split(",")) {
        if (!element.isBlank()) {
          elements.add(element.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return elements;
  }

  private Map<String, List<String>> fields() throws IOException {
    Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1 || Character.isWhitespace(line.charAt(0)) || line.charAt(colon - 1) == ' ') {
        throw new IOException("The response has a header field without a valid name");
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
      if (!line().isEmpty()) {
        throw new IOException("A chunk of the response is longer than it says");
      }
    }
  }

  private static int number(String text, int radix) throws IOException {
    try {
      // Java also takes a sign.
      if (!text.isEmpty() && Character.digit(text.charAt(0), radix) >= 0) {
        return Integer.parseInt(text, radix);
      }
    } catch (NumberFormatException e) {
      throw new IOException("The response has a length that is not a number: " + text, e);
    }
    throw new IOException("The response has a length that is not a number: " + text);
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
