package dev.larder.bulk;

import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import java.util.Optional;

/** The entries of a bulk request, located one at a time while earlier ones are written. */
interface Entries {

  /** Returns the next entry; empty after the last one. */
  Optional<Entry> next();

  /** Counts the remaining entries, and thereby consumes them. */
  default int count() {
    int count = 0;
    while (next().isPresent()) {
      count++;
    }
    return count;
  }

  /** Whether a byte is JSON whitespace (RFC 8259, section 2). */
  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /**
   * @throws ProblemException {@code limit-exceeded} if there are more entries than the limit
   */
  static void requireAtMost(int count, Limit limit) {
    if (count > limit.max()) {
      throw limit.exceeded(
          "The body has "
              + count
              + " entries, but the limit for a request is "
              + limit.max()
              + ". Nothing was written. Send the entries in several requests.");
    }
  }
}
