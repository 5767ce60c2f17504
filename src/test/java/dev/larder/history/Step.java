package dev.larder.history;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What an operation does to one item.
 *
 * @param before what must be so for it to be possible
 * @param after what must be so of its result
 */
record Step(String path, Fact before, UnaryOperator<Optional<Content>> change, Fact after) {

  boolean isPossible(Optional<Content> item) {
    return before.holds(item) && after.holds(change.apply(item));
  }
}
