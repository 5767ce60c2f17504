package dev.larder.health;

import dev.larder.problem.ProblemType;
import java.util.Locale;

/** Whether a table answers, in words that tell nothing of the table. */
enum State {
  READY,
  /** It is asked for more than it takes. */
  THROTTLED,
  /** DynamoDB cannot be reached, or did not answer in time. */
  UNAVAILABLE,
  /** DynamoDB refuses the call: no such table, another key, no permission. */
  MISCONFIGURED;

  /** Of a table that was answered for with a problem of this type. */
  static State of(ProblemType type) {
    return switch (type) {
      case THROTTLED -> THROTTLED;
      case UNAVAILABLE -> UNAVAILABLE;
      default -> MISCONFIGURED;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
