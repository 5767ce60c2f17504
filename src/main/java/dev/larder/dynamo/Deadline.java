package dev.larder.dynamo;

import com.amazonaws.services.lambda.runtime.Context;
import jakarta.enterprise.context.RequestScoped;
import java.time.Duration;

/** Until when a request may be worked on: somewhat before Lambda ends the invocation. */
@RequestScoped
public class Deadline {
  /** What is left for finishing the answer and sending it. */
  private static final Duration RESERVE = Duration.ofMillis(800);

  /** Where no invocation says, as in dev mode: API Gateway's longest time-out is 30 seconds. */
  private static final Duration UNKNOWN = Duration.ofSeconds(29);

  private final long end;

  Deadline(Context lambda) {
    int millis = lambda.getRemainingTimeInMillis();
    Duration whole = millis > 0 ? Duration.ofMillis(millis) : UNKNOWN;
    end = System.nanoTime() + whole.minus(RESERVE).toNanos();
  }

  /** The time that is left; negative when it is over. */
  public Duration remaining() {
    return Duration.ofNanos(end - System.nanoTime());
  }

  public boolean isOver() {
    return end - System.nanoTime() <= 0;
  }
}
