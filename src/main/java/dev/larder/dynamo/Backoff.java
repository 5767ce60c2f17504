package dev.larder.dynamo;

/** Pauses between the attempts of a call: exponentially longer ones, with full jitter. */
public final class Backoff {
  private static final long FIRST_MILLIS = 25;
  private static final long MAX_MILLIS = 2000;

  /** With less left, a call is not begun: cut off, its outcome would be unknown. */
  private static final long MIN_CALL_MILLIS = 200;

  private final Deadline deadline;

  public Backoff(Deadline deadline) {
    this.deadline = deadline;
  }

  /** Whether there is time for a call. */
  boolean hasTime() {
    return hasTimeAfter(0);
  }

  private boolean hasTimeAfter(long millis) {
    return deadline.remaining().toMillis() >= millis + MIN_CALL_MILLIS;
  }

  /**
   * Waits before another attempt.
   *
   * @param attempt how many came before the one that failed
   * @return false where the deadline comes first
   */
  public boolean pause(int attempt) {
    long most = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(attempt, 10));
    long millis = Jitter.upTo(most);
    if (!hasTimeAfter(millis)) {
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
}
