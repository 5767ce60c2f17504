package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.http.RequestBody;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.quarkus.vertx.http.runtime.QuarkusHttpHeaders;
import jakarta.inject.Singleton;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;

/**
 * The HTTP server that the extension has in the process, and requests to it. In the place of the
 * extension's own handler, which opens a connection for each request, splits header fields at
 * commas, and copies bodies through base64 and text.
 */
@Singleton
class VirtualHttp {
  private static final byte[] NOTHING = {};

  private final Deque<VirtualConnection> idle = new ConcurrentLinkedDeque<>();

  /**
   * Puts a request through.
   *
   * @throws ExecutionException where the server has closed the connection instead of an answer
   */
  Outbound send(Inbound request, Context context) throws ExecutionException, InterruptedException {
    VirtualConnection connection = connection();
    Outbound answer = connection.send(head(request, context), content(request));
    idle.push(connection);
    return answer;
  }

  private VirtualConnection connection() {
    VirtualConnection last = idle.poll();
    while (last != null && !last.isOpen()) {
      last = idle.poll();
    }
    return last == null ? VirtualConnection.open() : last;
  }

  private static HttpRequest head(Inbound request, Context context) {
    QuarkusHttpHeaders headers = new QuarkusHttpHeaders();
    headers.setContextObject(Context.class, context);
    headers.setContextObject(Inbound.class, request);
    headers.setContextObject(
        RequestBody.class, new RequestBody(request.body() == null ? NOTHING : request.body()));
    request.headers().forEach(headers::add);
    if (!headers.contains(HttpHeaderNames.HOST)) {
      headers.add(HttpHeaderNames.HOST, "localhost");
    }
    if (request.body() != null) {
      headers.add(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(request.body().length));
    }
    String query = request.query();
    return new DefaultHttpRequest(
        HttpVersion.HTTP_1_1,
        HttpMethod.valueOf(request.method()),
        query == null || query.isEmpty() ? request.path() : request.path() + '?' + query,
        headers);
  }

  private static HttpContent content(Inbound request) {
    return request.body() == null
        ? LastHttpContent.EMPTY_LAST_CONTENT
        : new DefaultLastHttpContent(Unpooled.wrappedBuffer(request.body()));
  }
}
