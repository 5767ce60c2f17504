package dev.larder.dynamo;

import java.security.SecureRandom;
import java.time.Duration;

/** Pauses between the attempts of a call, with exponential backoff and full jitter. */
public final class Backoff {
  private static final long FIRST_MILLIS = 25;
  private static final long MAX_MILLIS = 2000;

  private final Deadline deadline;

  public Backoff(Deadline deadline) {
    this.deadline = deadline;
  }

  /**
   * Waits before the next attempt.
   *
   * @param attempt the number of attempts before the one that failed
   * @return false if the deadline does not leave time for another call, or the thread was
   *     interrupted
   */
  public boolean pause(int attempt) {
    long most = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(attempt, 10));
    long millis = upTo(most);
    if (!deadline.allowsCallAfter(Duration.ofMillis(millis))) {
      return false;
    }
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * A random number of milliseconds from 0 to the maximum, so that callers that failed together do
   * not retry together. The operating system generates it: generators of the JVM would return the
   * same numbers in all processes that SnapStart restores from one snapshot.
   */
  static long upTo(long mostMillis) {
    return new SecureRandom().nextLong(mostMillis + 1);
  }
}
