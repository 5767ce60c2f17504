package dev.larder;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Prints how far a long run is, at most every ten seconds; a run that is shorter prints nothing.
 */
public final class Progress {
  private static final long PAUSE = Duration.ofSeconds(10).toNanos();

  private final String what;
  private final long total;
  private final LongSupplier clock;
  private final Consumer<String> output;
  private final long start;
  private long next;
  private long done;

  /**
   * @param what is counted, in the plural
   */
  public Progress(String what, long total) {
    this(what, total, System::nanoTime, System.out::println);
  }

  Progress(String what, long total, LongSupplier clock, Consumer<String> output) {
    this.what = what;
    this.total = total;
    this.clock = clock;
    this.output = output;
    this.start = clock.getAsLong();
    this.next = start + PAUSE;
  }

  /** Counts one more. */
  public void step() {
    at(done + 1);
  }

  /** Counts so many in all. */
  public void at(long count) {
    done = count;
    long now = clock.getAsLong();
    if (now >= next) {
      next = now + PAUSE;
      output.accept(
          "%s: %,d of %,d after %d s"
              .formatted(what, done, total, Duration.ofNanos(now - start).toSeconds()));
    }
  }
}
