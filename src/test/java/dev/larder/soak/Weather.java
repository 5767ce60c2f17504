package dev.larder.soak;

import dev.larder.Fault;
import dev.larder.FaultyDynamoDb;
import java.time.Duration;

/** A DynamoDB that fails now and then, and for a twelfth of the time often. */
final class Weather {
  private final FaultyDynamoDb dynamoDb;
  private final double cycle;
  private long changes;
  private boolean storm;

  /**
   * @param cycle from one storm to the next, in seconds
   */
  Weather(FaultyDynamoDb dynamoDb, double cycle) {
    this.dynamoDb = dynamoDb;
    this.cycle = cycle;
    change(false);
  }

  /** Is what it is to be so many seconds after the beginning. */
  void at(double second) {
    double share = second % cycle / cycle;
    boolean stormy = share >= 0.5 && share < 0.5 + 1 / 12.0;
    if (stormy != storm) {
      change(stormy);
    }
  }

  /** What is stalled is dropped with each change, and with it the proxy's memory of calls. */
  private void change(boolean stormy) {
    storm = stormy;
    changes++;
    double much = stormy ? 20 : 1;
    dynamoDb.reset();
    dynamoDb.rain(
        changes,
        Fault.slow(Duration.ofMillis(300)).likely(0.003 * much),
        Fault.error(400, "ThrottlingException").likely(0.003 * much),
        Fault.error(500, "InternalServerError").likely(0.002 * much),
        Fault.errorAfter(500, "InternalServerError").likely(0.001 * much),
        Fault.conflict().likely(0.001 * much),
        Fault.unprocessed(0.5).likely(0.002 * much),
        Fault.disconnect().likely(0.002 * much),
        Fault.lose().likely(0.001 * much),
        Fault.cut().likely(0.001 * much),
        Fault.late(Duration.ofMillis(500)).likely(0.001 * much),
        Fault.stall().likely(0.0005 * much));
  }
}
