package dev.larder.lambda.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.quarkus.netty.runtime.virtual.VirtualAddress;
import io.quarkus.netty.runtime.virtual.VirtualChannel;
import io.quarkus.netty.runtime.virtual.VirtualClientConnection;
import io.quarkus.netty.runtime.virtual.VirtualResponseHandler;
import io.quarkus.netty.runtime.virtual.VirtualServerChannel;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Has the server in the process read messages that would stay unread for ever. VirtualChannel of
 * quarkus-netty sees that it has no message, and then notes that it waits for one. A message that
 * LambdaHttpHandler sends between these two steps is not read, and the request gets no response. A
 * further message makes the channel read both; Vert.x ignores one of an unknown class.
 */
@Singleton
class UnreadMessages {
  private static final long LOOK_MILLIS = 100;
  private static final Object UNKNOWN = new Object();

  private final VirtualAddress address;
  private final Set<Thread> senders = ConcurrentHashMap.newKeySet();

  /** The open connections, and whether they were already open at the last look. */
  private final Map<VirtualChannel, Boolean> connections = new ConcurrentHashMap<>();

  private volatile boolean watching;

  @Inject
  UnreadMessages() {
    this(VertxHttpRecorder.VIRTUAL_HTTP);
  }

  UnreadMessages(VirtualAddress address) {
    this.address = address;
  }

  /** Announces that this thread sends a request, and then waits for the response. */
  void sending() {
    if (!watching) {
      watch();
    }
    senders.add(Thread.currentThread());
  }

  /** Announces that this thread has its response. */
  void answered() {
    senders.remove(Thread.currentThread());
  }

  private synchronized void watch() {
    if (watching) {
      return;
    }
    VirtualClientConnection<?> probe = VirtualClientConnection.connect(new Unanswered(), address);
    VirtualServerChannel server = probe.peer().parent();
    server.pipeline().addFirst(new Accepted());
    server.eventLoop().execute(probe::close);
    server
        .eventLoop()
        .scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    watching = true;
  }

  private void look() {
    // A channel's queue is for one sender, so none may be about to send.
    boolean sent = senders.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING);
    for (Map.Entry<VirtualChannel, Boolean> connection : connections.entrySet()) {
      VirtualChannel channel = connection.getKey();
      if (!channel.isOpen()) {
        connections.remove(channel);
      } else if (!connection.getValue()) {
        connection.setValue(true);
      } else if (sent) {
        channel.eventLoop().execute(() -> new OtherSender(channel).sendMessage(UNKNOWN));
      }
    }
  }

  private class Accepted extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext server, Object connection) {
      connections.put((VirtualChannel) connection, false);
      server.fireChannelRead(connection);
    }
  }

  private static class OtherSender extends VirtualClientConnection<Object> {
    OtherSender(VirtualChannel channel) {
      super(channel.remoteAddress(), new Unanswered());
      peer = channel;
    }
  }

  private static class Unanswered implements VirtualResponseHandler {
    @Override
    public void handleMessage(Object message) {
      throw new IllegalStateException("Nothing was asked");
    }

    @Override
    public void close() {
      // Nobody waits for it.
    }
  }
}
