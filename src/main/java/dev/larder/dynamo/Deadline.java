package dev.larder.dynamo;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.net.SocketHttpClient;
import dev.larder.runtime.ResponseLimits;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** The time by which a request must be finished: shortly before Lambda ends the invocation. */
@RequestScoped
public class Deadline {
  /** Reserved for completing and sending the response. */
  static final Duration RESERVE = Duration.ofMillis(800);

  /**
   * With less time left, no call begins: its outcome would be unknown if Lambda ended the
   * invocation.
   */
  private static final Duration LEAST_FOR_CALL = Duration.ofMillis(200);

  /**
   * Used if no invocation sets a deadline, as in dev mode. API Gateway's longest time-out is 30
   * seconds.
   */
  static final Duration UNKNOWN = Duration.ofSeconds(29);

  private final long end;

  @Inject
  Deadline(Context lambda, ResponseLimits limits) {
    this(lambda.getRemainingTimeInMillis(), limits.time());
  }

  /**
   * Creates the deadline of an invocation that is not an HTTP request.
   *
   * @param lambda the invocation's context
   */
  public Deadline(Context lambda) {
    this(lambda.getRemainingTimeInMillis());
  }

  /**
   * @param remainingMillis the remaining time of the invocation that Lambda's context returns
   */
  Deadline(int remainingMillis) {
    this(remainingMillis, ResponseLimits.LAMBDA_MAX_TIMEOUT);
  }

  private Deadline(int remainingMillis, Duration most) {
    // Without an invocation, the context derives a meaningless value from the date. A negative one
    // is of an invocation that has taken too long already.
    boolean known =
        Math.abs((long) remainingMillis) <= ResponseLimits.LAMBDA_MAX_TIMEOUT.toMillis();
    Duration whole = known ? Duration.ofMillis(remainingMillis) : UNKNOWN;
    Duration waited = whole.compareTo(most) < 0 ? whole : most;
    end = System.nanoTime() + waited.minus(RESERVE).toNanos();
  }

  /** The remaining time; negative after the deadline. */
  public Duration remaining() {
    return Duration.ofNanos(end - System.nanoTime());
  }

  /** The remaining time of the current request; {@link SocketHttpClient#UNBOUNDED} outside one. */
  static Duration remainingOfRequest() {
    return Arc.container().requestContext().isActive()
        ? Arc.container().instance(Deadline.class).get().remaining()
        : SocketHttpClient.UNBOUNDED;
  }

  /** Whether enough time is left to begin a call. */
  public boolean allowsCall() {
    return allowsCallAfter(Duration.ZERO);
  }

  boolean allowsCallAfter(Duration pause) {
    return remaining().compareTo(LEAST_FOR_CALL.plus(pause)) >= 0;
  }

  /**
   * Ends work that takes time without calling DynamoDB.
   *
   * @throws dev.larder.problem.ProblemException {@code deadline} after the deadline
   */
  public void requireTime() {
    if (isOver()) {
      throw DynamoDbErrors.deadlineBeforeCall();
    }
  }

  public boolean isOver() {
    return end - System.nanoTime() <= 0;
  }
}
