package dev.larder.history;

import java.util.List;

/**
 * What a client sends, once or again.
 *
 * @param key the Idempotency-Key; null without one
 */
record Request(Kind kind, List<Part> parts, String key) {

  enum Kind {
    SINGLE,
    /** Several reads, each for itself. */
    BATCH_GET,
    /** All items of a list, each for itself. */
    LIST,
    /** One item by the mark of its last write, in an index. */
    FIND,
    /** Several puts, each for itself. */
    BULK_WRITE,
    /** Several deletes, each for itself. */
    BULK_DELETE,
    TRANSACTION
  }
}
