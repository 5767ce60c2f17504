package dev.larder.soak;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Sends one function the kinds of requests in turn, so many in a second and no more. */
final class Load implements Runnable {
  private static final long SECOND = 1_000_000_000L;

  private final Caller caller;
  private final int first;
  private final int most;
  private final long distance;
  private final List<Kind> kinds = Kind.all();
  private volatile boolean ended;

  /**
   * @param first which kind is the first, so that several functions do not do the same at once
   * @param most how many kinds it sends in all
   * @param rate kinds in a second
   */
  Load(Caller caller, int first, int most, double rate) {
    this.caller = caller;
    this.first = first;
    this.most = most;
    this.distance = (long) (SECOND / rate);
  }

  @Override
  public void run() {
    long next = System.nanoTime();
    for (int n = 0; !ended && n < most; n++) {
      Kind kind = kinds.get((first + n) % kinds.size());
      caller.isOf(kind.name());
      try {
        kind.script().run(caller, n / kinds.size());
      } catch (InterruptedException e) {
        return;
      }
      next += distance;
      // What a storm has held up is not made up for: that would be another load.
      next = Math.max(next, System.nanoTime() - distance);
      while (!ended && System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  void end() {
    ended = true;
  }
}
