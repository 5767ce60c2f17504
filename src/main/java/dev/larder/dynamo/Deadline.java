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

  /** The memory with which a function has one processor; with less, it has a part of it. */
  private static final int MB_OF_ONE_PROCESSOR = 1769;

  /** What a byte of a response takes of one processor from the resource until it is sent. */
  private static final int NANOS_PER_RESPONSE_BYTE = 40;

  private final double processors;
  private final long latestEnd;
  private volatile long end;

  @Inject
  Deadline(Context lambda, ResponseLimits limits) {
    this(lambda.getRemainingTimeInMillis(), limits.time(), lambda.getMemoryLimitInMB());
  }

  /**
   * Creates the deadline of an invocation that is not an HTTP request.
   *
   * @param lambda the invocation's context
   */
  public Deadline(Context lambda) {
    this(
        lambda.getRemainingTimeInMillis(),
        ResponseLimits.LAMBDA_MAX_TIMEOUT,
        lambda.getMemoryLimitInMB());
  }

  /**
   * @param remainingMillis the remaining time of the invocation that Lambda's context returns
   */
  Deadline(int remainingMillis) {
    this(remainingMillis, ResponseLimits.LAMBDA_MAX_TIMEOUT, 0);
  }

  /**
   * @param memoryMb the memory of the function, in MB; 0 if unknown
   */
  Deadline(int remainingMillis, Duration most, int memoryMb) {
    // Without an invocation, the context derives a meaningless value from the date. A negative one
    // is of an invocation that has taken too long already.
    boolean known =
        Math.abs((long) remainingMillis) <= ResponseLimits.LAMBDA_MAX_TIMEOUT.toMillis();
    Duration whole = known ? Duration.ofMillis(remainingMillis) : UNKNOWN;
    Duration waited = whole.compareTo(most) < 0 ? whole : most;
    latestEnd = System.nanoTime() + waited.minus(RESERVE).toNanos();
    end = latestEnd;
    processors = memoryMb <= 0 ? 1 : Math.min(1, memoryMb / (double) MB_OF_ONE_PROCESSOR);
  }

  /**
   * Moves the deadline to an earlier time, so that enough time is left for a response of this size.
   *
   * @param responseBytes the size of the response as far as it is known; no less than before
   */
  public void reserveFor(int responseBytes) {
    end = latestEnd - (long) (NANOS_PER_RESPONSE_BYTE * (long) responseBytes / processors);
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
