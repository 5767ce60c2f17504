package dev.larder.health;

import dev.larder.problem.ProblemType;
import java.util.Locale;

/** The state of a table, in words that reveal nothing else about the table. */
enum TableHealth {
  READY,
  /** DynamoDB throttles reads of the table. */
  THROTTLED,
  /** DynamoDB could not be reached, or did not respond in time. */
  UNAVAILABLE,
  /**
   * DynamoDB refuses the call: the table does not exist, has another key, or permission is missing.
   */
  MISCONFIGURED;

  /** Returns the state of a table whose check failed with a problem of this type. */
  static TableHealth of(ProblemType type) {
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
