package dev.larder.lambda;

import dev.larder.dynamo.Deadline;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Tells how many seconds a request has. */
@Path("/deadline-probe")
public class DeadlineProbe {
  private final Deadline deadline;

  DeadlineProbe(Deadline deadline) {
    this.deadline = deadline;
  }

  @GET
  @Produces("application/json")
  public String seconds() {
    return String.valueOf(deadline.remaining().toSeconds());
  }
}
