package dev.larder.query;

import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.RequestCost;
import dev.larder.table.config.LarderConfig;
import java.util.Optional;

/** The read units and the time that filling one page may take. */
final class PageBudget {
  private final double capacity;
  private final long end;
  private final RequestCost cost;
  private final Deadline deadline;

  PageBudget(LarderConfig.Limits limits, RequestCost cost, Deadline deadline) {
    this.capacity = limits.pageCapacity();
    this.cost = cost;
    this.deadline = deadline;
    this.end = System.nanoTime() + limits.pageTime().toNanos();
  }

  /** Returns which of the two is spent; empty if neither is. */
  Optional<Page.Stop> exhausted() {
    if (cost.read() >= capacity) {
      return Optional.of(Page.Stop.CAPACITY);
    }
    return System.nanoTime() - end >= 0 || !deadline.allowsCall()
        ? Optional.of(Page.Stop.TIME)
        : Optional.empty();
  }
}
