package dev.larder.dynamo;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.net.SocketHttpClient;
import dev.larder.runtime.ResponseLimits;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Until when a request may be worked on: somewhat before Lambda ends the invocation. */
@RequestScoped
public class Deadline {
  /** What is left for finishing the answer and sending it. */
  static final Duration RESERVE = Duration.ofMillis(800);

  /** With less left, a call is not begun: cut off, its outcome would be unknown. */
  private static final Duration LEAST_FOR_CALL = Duration.ofMillis(200);

  /** Where no invocation says, as in dev mode: API Gateway's longest time-out is 30 seconds. */
  static final Duration UNKNOWN = Duration.ofSeconds(29);

  private final long end;

  @Inject
  Deadline(Context lambda, ResponseLimits limits) {
    this(lambda.getRemainingTimeInMillis(), limits.time());
  }

  /**
   * The deadline of an invocation that is no HTTP request.
   *
   * @param lambda of the invocation
   */
  public Deadline(Context lambda) {
    this(lambda.getRemainingTimeInMillis());
  }

  /**
   * @param remainingMillis what Lambda says is left of the invocation
   */
  Deadline(int remainingMillis) {
    this(remainingMillis, ResponseLimits.LONGEST);
  }

  private Deadline(int remainingMillis, Duration most) {
    // Where none came, the context makes one up out of the date.
    boolean known = remainingMillis > 0 && remainingMillis <= ResponseLimits.LONGEST.toMillis();
    Duration whole = known ? Duration.ofMillis(remainingMillis) : UNKNOWN;
    Duration waited = whole.compareTo(most) < 0 ? whole : most;
    end = System.nanoTime() + waited.minus(RESERVE).toNanos();
  }

  /** The time that is left; negative when it is over. */
  public Duration remaining() {
    return Duration.ofNanos(end - System.nanoTime());
  }

  /**
   * The time that is left of the current request; {@link SocketHttpClient#UNBOUNDED} outside one.
   */
  static Duration remainingOfRequest() {
    return Arc.container().requestContext().isActive()
        ? Arc.container().instance(Deadline.class).get().remaining()
        : SocketHttpClient.UNBOUNDED;
  }

  /** Whether there is time to begin a call. */
  public boolean allowsCall() {
    return allowsCallAfter(Duration.ZERO);
  }

  boolean allowsCallAfter(Duration pause) {
    return remaining().compareTo(LEAST_FOR_CALL.plus(pause)) >= 0;
  }

  public boolean isOver() {
    return end - System.nanoTime() <= 0;
  }
}
