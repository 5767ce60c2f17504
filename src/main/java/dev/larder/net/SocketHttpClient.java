package dev.larder.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
 * An HTTP client for the AWS SDK: HTTP/1.1 over blocking sockets, whose connections are kept for
 * the next request. Of what services answer it takes what they use: a whole body at once, of a
 * known length or in chunks. It knows no proxy.
 *
 * <p>A request that fails on the way throws an {@link IOException}; whether it was carried out is
 * then not known.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
public final class SocketHttpClient implements SdkHttpClient {
  private static final byte[] NOTHING = {};

  /** As long as the SDK's own clients keep a connection. */
  private static final long MOST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** What was used a moment ago is not looked at. */
  private static final long CERTAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int connectMillis;
  private final int readMillis;
  private final LongSupplier nanoTime;
  private final Map<Origin, Deque<Idle>> idle = new ConcurrentHashMap<>();

  /**
   * @param connect how long a connection may take, TLS not included
   * @param read how long a service may be silent
   */
  public SocketHttpClient(Duration connect, Duration read) {
    this(connect, read, System::nanoTime);
  }

  SocketHttpClient(Duration connect, Duration read, LongSupplier nanoTime) {
    this.connectMillis = Math.toIntExact(connect.toMillis());
    this.readMillis = Math.toIntExact(read.toMillis());
    this.nanoTime = nanoTime;
  }

  private record Idle(Connection connection, long since) {

    boolean isUsable(long now) {
      long nanos = now - since;
      return nanos < CERTAIN_NANOS || (nanos < MOST_IDLE_NANOS && connection.isOpen());
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

  /** Closes the connections that no request uses, as before a snapshot of the process. */
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

  private Connection connection(Origin origin) throws IOException {
    Deque<Idle> connections = idle(origin);
    for (Idle last = connections.poll(); last != null; last = connections.poll()) {
      if (last.isUsable(nanoTime.getAsLong())) {
        return last.connection();
      }
      last.connection().close();
    }
    return Connection.open(origin, connectMillis, readMillis);
  }

  private final class Exchange implements ExecutableHttpRequest {
    private final HttpExecuteRequest request;
    private volatile Connection connection;
    private volatile boolean aborted;

    private Exchange(HttpExecuteRequest request) {
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      SdkHttpRequest head = request.httpRequest();
      Origin origin = new Origin(head.protocol(), head.host(), head.port());
      Connection used = connection(origin);
      connection = used;
      try {
        if (aborted) {
          throw new IOException("The request was aborted");
        }
        byte[] content = content();
        used.send(head(head, content), content == null ? NOTHING : content);
        Answer answer = used.read(head.method() == SdkHttpMethod.HEAD);
        connection = null;
        if (answer.keepsConnection()) {
          idle(origin).push(new Idle(used, nanoTime.getAsLong()));
        } else {
          used.close();
        }
        return HttpExecuteResponse.builder()
            .response(
                SdkHttpResponse.builder()
                    .statusCode(answer.status())
                    .statusText(answer.reason())
                    .headers(answer.fields())
                    .build())
            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
            .build();
      } catch (IOException | RuntimeException e) {
        used.close();
        throw e;
      }
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

    @Override
    public void abort() {
      aborted = true;
      Connection used = connection;
      if (used != null) {
        used.close();
      }
    }
  }
}
