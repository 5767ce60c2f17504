package dev.larder.lambda;

import dev.larder.dynamo.Deadline;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;

/** Tells what a request has. */
@Path("/request-probe")
public class RequestProbe {
  private final Deadline deadline;

  RequestProbe(Deadline deadline) {
    this.deadline = deadline;
  }

  /** Tells whether the channel of the answer stays writable, however large that is. */
  @GET
  @Path("/writable")
  @Produces("application/json")
  public boolean isWritable(@Context HttpServerRequest request) {
    Channel channel = ((ConnectionBase) request.connection()).channel();
    return channel.config().getWriteBufferHighWaterMark() == Integer.MAX_VALUE;
  }

  @GET
  @Produces("application/json")
  public String seconds() {
    return String.valueOf(deadline.remaining().toSeconds());
  }
}
