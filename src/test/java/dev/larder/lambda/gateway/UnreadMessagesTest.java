package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.quarkus.netty.runtime.virtual.VirtualAddress;
import io.quarkus.netty.runtime.virtual.VirtualChannel;
import io.quarkus.netty.runtime.virtual.VirtualClientConnection;
import io.quarkus.netty.runtime.virtual.VirtualResponseHandler;
import io.quarkus.netty.runtime.virtual.VirtualServerChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message that comes after the channel saw none, and before it notes that it waits for one. */
class UnreadMessagesTest {
  private static final String REQUEST = "request";

  private final EventLoopGroup loop = new NioEventLoopGroup(1);
  private final VirtualAddress address = new VirtualAddress("unread");
  private final CompletableFuture<Object> received = new CompletableFuture<>();
  private final CompletableFuture<VirtualClientConnection<?>> client = new CompletableFuture<>();

  @AfterEach
  void stop() {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void isReadAllTheSame() throws InterruptedException {
    new ServerBootstrap()
        .group(loop)
        .channelFactory(LateServer::new)
        .childHandler(new Receiver())
        .bind(address)
        .sync();
    UnreadMessages unread = new UnreadMessages(address);
    Object message =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () -> {
              unread.sending();
              client.complete(VirtualClientConnection.connect(new NoResponse(), address));
              try {
                return received.get();
              } finally {
                unread.answered();
              }
            });
    assertEquals(REQUEST, message);
  }

  private class Receiver extends ChannelInboundHandlerAdapter {
    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
      received.complete(message);
    }
  }

  private class LateServer extends VirtualServerChannel {
    private int connections;

    /** The first connection is that with which the server is found. */
    @Override
    @SuppressWarnings("rawtypes")
    protected VirtualChannel newLocalChannel(VirtualClientConnection peer) {
      return connections++ == 0 ? super.newLocalChannel(peer) : new LateChannel(this, peer);
    }
  }

  private class LateChannel extends VirtualChannel {
    private boolean sent;

    LateChannel(VirtualServerChannel server, VirtualClientConnection<?> peer) {
      super(server, peer);
    }

    @Override
    protected void doBeginRead() throws Exception {
      super.doBeginRead();
      if (!sent) {
        sent = true;
        readInProgress = false;
        client.get().sendMessage(REQUEST);
        readInProgress = true;
      }
    }
  }

  private record NoResponse() implements VirtualResponseHandler {
    @Override
    public void handleMessage(Object message) {}

    @Override
    public void close() {}
  }
}
