package dev.larder.bulk;

import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.Optional;

/** The entries of a bulk request, located one at a time while earlier ones are written. */
interface Entries {
  /** After how many entries a check of the whole body looks at the time. */
  int PER_LOOK_AT_THE_TIME = 500;

  /** Returns the next entry; empty after the last one. */
  Optional<Entry> next();

  /** Whether a byte is JSON whitespace (RFC 8259, section 2). */
  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /**
   * @throws ProblemException {@code malformed-json} if there is no entry; {@code limit-exceeded} if
   *     there are more than the limit
   */
  static void requireCount(int count, Limit limit) {
    if (count == 0) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON,
          "The body has no entries. Send at least one, as an element of a JSON array, as a line of"
              + " NDJSON, or as a row of CSV below the header row.");
    }
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
