package dev.larder.net;

import dev.larder.net.Connection.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * An HTTP/1.1 client over blocking sockets that it keeps for further requests, for the AWS SDK and
 * for whoever writes a request by itself. It supports what AWS services use: a body that is read at
 * once, of known length or chunked. It does not support proxies; see {@link ProxySettings}.
 *
 * <p>A request that fails or takes too long throws an {@link IOException}, and whether the service
 * carried it out is unknown. A {@link ConnectException} or {@link UnknownHostException} means that
 * the request was not sent.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
public final class SocketHttpClient implements SdkHttpClient, PostClient {
  /** The remaining time of a request without a deadline. */
  public static final Duration UNBOUNDED = Duration.ofHours(1);

  private static final byte[] NOTHING = {};

  /**
   * Bytes that every connection buffers, even if the server reads nothing; only a longer request
   * needs a time-out for writing.
   */
  private static final int MAX_WITHOUT_WRITE_TIMEOUT = 8 * 1024;

  /** How long the server may take to read a request. */
  private static final Duration WRITE_TIME = Duration.ofSeconds(10);

  /** Idle time after which a connection is not used again, the same as in the SDK's own clients. */
  private static final long MAX_IDLE_MILLIS = TimeUnit.SECONDS.toMillis(60);

  private final Duration connect;
  private final Duration read;
  private final Supplier<Duration> left;
  private final LongSupplier clock;
  private final WriteTimeout watch = new WriteTimeout();
  private final Map<Origin, Deque<Idle>> idle = new ConcurrentHashMap<>();

  /**
   * @param connect time-out of the TCP connection
   * @param read how long a service may send nothing; lookup, TCP and TLS together may take as long
   *     as {@code connect} and {@code read}
   * @param left the remaining time of the request on the current thread; {@link #UNBOUNDED} if it
   *     has no deadline
   */
  public SocketHttpClient(Duration connect, Duration read, Supplier<Duration> left) {
    this(connect, read, left, System::currentTimeMillis);
  }

  SocketHttpClient(Duration connect, Duration read, Supplier<Duration> left, LongSupplier clock) {
    this.connect = connect;
    this.read = read;
    this.left = left;
    this.clock = clock;
  }

  /**
   * @param since milliseconds of the day's clock, because Lambda may stop the monotonic one between
   *     invocations
   */
  private record Idle(Connection connection, long since) {

    boolean isUsable(long now) {
      return now - since < MAX_IDLE_MILLIS && connection.isIdle();
    }
  }

  @Override
  public String clientName() {
    return "Socket";
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Exchange(request);
  }

  @Override
  public Connection.Response post(Origin origin, CharSequence head, byte[] body)
      throws IOException {
    return new Call().send(origin, head, body, false);
  }

  /** Closes all idle connections. The client stays usable, as after a SnapStart snapshot. */
  @Override
  public void close() {
    for (Deque<Idle> connections : idle.values()) {
      for (Idle each = connections.poll(); each != null; each = connections.poll()) {
        each.connection().close();
      }
    }
  }

  private Deque<Idle> idle(Origin origin) {
    return idle.computeIfAbsent(origin, key -> new ConcurrentLinkedDeque<>());
  }

  private Connection connection(Origin origin, Deque<Idle> connections, Duration time)
      throws IOException {
    for (Idle last = connections.poll(); last != null; last = connections.poll()) {
      if (last.isUsable(clock.getAsLong())) {
        return last.connection();
      }
      last.connection().close();
    }
    return ConnectionOpener.open(
        origin,
        millis(least(connect, time)),
        millis(least(read, time)),
        least(connect.plus(read), time));
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Milliseconds for a socket option; at least 1, since 0 would mean no time-out. */
  private static int millis(Duration time) {
    return Math.toIntExact(Math.max(1, time.toMillis()));
  }

  /** One request and its response, which another thread may abort. */
  private class Call {
    private volatile Connection connection;
    private volatile boolean aborted;

    final Connection.Response send(Origin origin, CharSequence head, byte[] body, boolean toHead)
        throws IOException {
      Duration time = left.get();
      if (time.isNegative() || time.isZero()) {
        throw new ConnectException("No time is left for the request");
      }
      long end = System.nanoTime() + time.toNanos();
      Deque<Idle> connections = idle(origin);
      Connection used = connection(origin, connections, time);
      connection = used;
      try {
        if (aborted) {
          throw new IOException("The request was aborted");
        }
        used.setTimeouts(millis(read), end);
        IOException unsent = send(used, head, body, time);
        Connection.Response answer = read(used, toHead, unsent);
        connection = null;
        if (unsent == null && answer.keepsConnection()) {
          connections.push(new Idle(used, clock.getAsLong()));
        } else {
          used.close();
        }
        return answer;
      } catch (IOException | RuntimeException e) {
        used.close();
        throw e;
      }
    }

    /**
     * Sends the request.
     *
     * @return why it could not be sent whole; null if it was
     */
    private IOException send(Connection used, CharSequence head, byte[] body, Duration time) {
      Future<?> end =
          body.length <= MAX_WITHOUT_WRITE_TIMEOUT
              ? null
              : watch.over(used, least(WRITE_TIME, time));
      try {
        used.send(head, body);
        return null;
      } catch (IOException e) {
        return e;
      } finally {
        if (end != null) {
          end.cancel(false);
        }
      }
    }

    /**
     * Reads the response. A server that refuses a request may respond and close the connection
     * before it has read all of it (RFC 9112, section 9.6).
     */
    private static Connection.Response read(Connection used, boolean toHead, IOException unsent)
        throws IOException {
      try {
        return used.read(toHead);
      } catch (IOException e) {
        if (unsent == null) {
          throw e;
        }
        unsent.addSuppressed(e);
        throw unsent;
      }
    }

    public void abort() {
      aborted = true;
      Connection used = connection;
      if (used != null) {
        used.close();
      }
    }
  }

  private final class Exchange extends Call implements ExecutableHttpRequest {
    private final HttpExecuteRequest request;

    private Exchange(HttpExecuteRequest request) {
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      SdkHttpRequest head = request.httpRequest();
      Origin origin = new Origin(head.protocol(), head.host(), head.port());
      byte[] content = content();
      boolean toHead = head.method() == SdkHttpMethod.HEAD;
      Connection.Response answer =
          send(origin, head(head, content), content == null ? NOTHING : content, toHead);
      return HttpExecuteResponse.builder()
          .response(
              SdkHttpResponse.builder()
                  .statusCode(answer.status())
                  .statusText(answer.reason())
                  .headers(answer.fields())
                  .build())
          .responseBody(
              toHead ? null : AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
          .build();
    }

    private static CharSequence head(SdkHttpRequest request, byte[] content) {
      StringBuilder head = new StringBuilder(1024);
      head.append(request.method().name()).append(' ');
      String path = request.encodedPath();
      head.append(path.isEmpty() ? "/" : path);
      request.encodedQueryParameters().ifPresent(query -> head.append('?').append(query));
      head.append(" HTTP/1.1\r\n");
      boolean hasHost = false;
      for (Map.Entry<String, List<String>> field : request.headers().entrySet()) {
        hasHost |= field.getKey().equalsIgnoreCase("Host");
        if (!field.getKey().equalsIgnoreCase("Content-Length")) {
          field.getValue().forEach(value -> add(head, field.getKey(), value));
        }
      }
      if (!hasHost) {
        add(head, "Host", request.host() + ":" + request.port());
      }
      if (content != null) {
        add(head, "Content-Length", Integer.toString(content.length));
      }
      return head;
    }

    private static void add(StringBuilder head, String name, String value) {
      head.append(name).append(": ").append(value).append("\r\n");
    }

    private byte[] content() throws IOException {
      ContentStreamProvider provider = request.contentStreamProvider().orElse(null);
      if (provider == null) {
        return null;
      }
      try (InputStream content = provider.newStream()) {
        return content.readAllBytes();
      }
    }
  }
}
