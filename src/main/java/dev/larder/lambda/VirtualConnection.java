package dev.larder.lambda;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.netty.runtime.virtual.VirtualChannel;
import io.quarkus.netty.runtime.virtual.VirtualClientConnection;
import io.quarkus.netty.runtime.virtual.VirtualResponseHandler;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A connection to the HTTP server in the process, for one request after the other. */
final class VirtualConnection implements VirtualResponseHandler {
  private VirtualChannel server;
  private volatile CompletableFuture<Outbound> answer;

  // Of the answer that comes; of the server's thread alone
  private int status;
  private Map<String, String> headers;
  private List<String> cookies;
  private ByteArrayOutputStream body;

  private VirtualConnection() {}

  static VirtualConnection open() {
    VirtualConnection connection = new VirtualConnection();
    connection.server =
        VirtualClientConnection.connect(connection, VertxHttpRecorder.VIRTUAL_HTTP).peer();
    // A channel that becomes unwritable by a large answer can lose it: Vert.x reads then, without a
    // lock, what another thread sets to null (Http1xServerConnection, handleInterestedOpsChanged).
    connection.server.config().setWriteBufferHighWaterMark(Integer.MAX_VALUE);
    while (connection.server.isOpen() && !connection.server.isRegistered()) {
      Thread.yield();
    }
    return connection;
  }

  boolean isOpen() {
    return server.isActive();
  }

  /**
   * Sends a request, to be called when the last one was answered.
   *
   * @throws ExecutionException where the connection was closed before the answer was complete
   */
  Outbound send(HttpRequest head, HttpContent content)
      throws ExecutionException, InterruptedException {
    CompletableFuture<Outbound> awaited = new CompletableFuture<>();
    answer = awaited;
    ChannelPipeline pipeline = server.pipeline();
    server
        .eventLoop()
        .execute(
            () -> {
              pipeline.fireChannelRead(head);
              pipeline.fireChannelRead(content);
              pipeline.fireChannelReadComplete();
            });
    if (!isOpen()) {
      close();
    }
    return awaited.get();
  }

  @Override
  public void handleMessage(Object message) {
    try {
      if (message instanceof HttpResponse response) {
        begin(response);
      }
      if (message instanceof HttpContent content && content.content().isReadable()) {
        body.writeBytes(ByteBufUtil.getBytes(content.content()));
      }
      if (message instanceof LastHttpContent) {
        answer.complete(
            new Outbound(status, headers, cookies, body.size() == 0 ? null : body.toByteArray()));
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(HttpResponse response) {
    status = response.status().code();
    headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    cookies = new ArrayList<>(0);
    body = new ByteArrayOutputStream(1024);
    for (Map.Entry<String, String> header : response.headers()) {
      if (header.getKey().equalsIgnoreCase("set-cookie")) {
        cookies.add(header.getValue());
      } else if (!header.getKey().equalsIgnoreCase("transfer-encoding")) {
        headers.merge(header.getKey(), header.getValue(), (first, next) -> first + "," + next);
      }
    }
  }

  /** Of the server's side. */
  @Override
  public void close() {
    CompletableFuture<Outbound> awaited = answer;
    if (awaited != null) {
      awaited.completeExceptionally(new IOException("The server has closed the connection"));
    }
  }
}
