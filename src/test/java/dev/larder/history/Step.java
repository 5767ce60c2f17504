package dev.larder.history;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What an operation does to one item.
 *
 * @param before what must be so for it to be possible
 * @param after what must be so of its result
 * @param builds whether it keeps some of the item, of which its answer tells nothing
 */
record Step(
    String path, Fact before, UnaryOperator<Optional<Content>> change, Fact after, boolean builds) {

  /** What changes nothing. */
  static Step seeing(String path, Fact fact) {
    return new Step(path, fact, UnaryOperator.identity(), item -> true, false);
  }

  boolean isPossible(Optional<Content> item) {
    return before.holds(item) && after.holds(change.apply(item));
  }
}
