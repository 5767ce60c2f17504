package dev.larder.bulk;

import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import java.util.Optional;

/** The entries of a bulk request, found one after the other while they are written. */
interface Entries {

  /** The next entry; empty after the last one. */
  Optional<Entry> next();

  /** How many entries there are from here on, at whose end this is then. */
  default int count() {
    int count = 0;
    while (next().isPresent()) {
      count++;
    }
    return count;
  }

  /** Whether a byte is white space of JSON, RFC 8259, section 2. */
  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /**
   * @throws ProblemException {@code limit-exceeded} where there are more entries than may be
   */
  static void check(int count, Limit limit) {
    if (count > limit.most()) {
      throw limit.exceeded(
          "The body has "
              + count
              + " entries, but the limit for a request is "
              + limit.most()
              + ". Nothing was written. Send the entries in several requests.");
    }
  }
}
