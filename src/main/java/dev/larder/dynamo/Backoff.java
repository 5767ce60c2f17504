package dev.larder.dynamo;

import java.security.SecureRandom;
import java.time.Duration;

/** Pauses between the attempts of a call: exponentially longer ones, with full jitter. */
public final class Backoff {
  private static final long FIRST_MILLIS = 25;
  private static final long MAX_MILLIS = 2000;

  private final Deadline deadline;

  public Backoff(Deadline deadline) {
    this.deadline = deadline;
  }

  /**
   * Waits before another attempt.
   *
   * @param attempt how many came before the one that failed
   * @return false where the deadline comes first
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
   * Any number of milliseconds from 0 to the most, so that those who failed together do not come
   * back together. It is read from the operating system: generators of the JVM's own would give the
   * same to all that are restored from one snapshot.
   */
  static long upTo(long mostMillis) {
    return new SecureRandom().nextLong(mostMillis + 1);
  }
}
