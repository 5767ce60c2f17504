package dev.larder.query;

import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.RequestCost;
import java.time.Duration;
import java.util.Optional;

/** The read units of a request, and the time that filling its page may take. */
final class PageBudget {
  private final double readUnits;
  private final long end;
  private final RequestCost cost;
  private final Deadline deadline;
  private final double consumedBefore;
  private long scanned;

  /**
   * @param readUnits the units after which no further read begins
   * @param time how long the page may be filled
   */
  PageBudget(double readUnits, Duration time, RequestCost cost, Deadline deadline) {
    this.readUnits = readUnits;
    this.cost = cost;
    this.deadline = deadline;
    this.consumedBefore = cost.read();
    this.end = System.nanoTime() + time.toNanos();
  }

  /** The read units that the request has consumed. */
  double consumed() {
    return cost.read();
  }

  /** The read units that are left; negative if the last call consumed more. */
  double left() {
    return readUnits - cost.read();
  }

  /** Has the estimate of what is affordable follow from the items of one more Query or Scan. */
  void addScanned(int items) {
    scanned += items;
  }

  /**
   * Returns how many items the rest of the units allow a Query or Scan to read, if they weigh what
   * those weighed that the request has read; at least one.
   */
  long affordable() {
    double consumed = consumed() - consumedBefore;
    return consumed > 0 ? (long) Math.max(1, left() * scanned / consumed) : Long.MAX_VALUE;
  }

  /** Returns whether the units or the time is spent; empty if neither is. */
  Optional<Page.Stop> exhausted() {
    if (left() <= 0) {
      return Optional.of(Page.Stop.CAPACITY);
    }
    return System.nanoTime() - end >= 0 || !deadline.allowsCall()
        ? Optional.of(Page.Stop.TIME)
        : Optional.empty();
  }
}
