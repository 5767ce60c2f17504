package dev.larder.query;

import dev.larder.dynamo.Cost;
import dev.larder.dynamo.Deadline;
import dev.larder.table.LarderConfig;
import java.time.Duration;
import java.util.Optional;

/** What filling one page may take: read units, and time. */
final class Budget {
  private final double capacity;
  private final long end;
  private final Cost cost;

  Budget(LarderConfig.Limits limits, Cost cost, Deadline deadline) {
    this.capacity = limits.pageCapacity();
    this.cost = cost;
    Duration time =
        limits.pageTime().compareTo(deadline.remaining()) < 0
            ? limits.pageTime()
            : deadline.remaining();
    this.end = System.nanoTime() + time.toNanos();
  }

  /** Why no more may be read; empty where it may. */
  Optional<Page.Stop> spent() {
    if (cost.read() >= capacity) {
      return Optional.of(Page.Stop.CAPACITY);
    }
    return System.nanoTime() - end >= 0 ? Optional.of(Page.Stop.TIME) : Optional.empty();
  }
}
