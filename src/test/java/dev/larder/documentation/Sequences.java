package dev.larder.documentation;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Compares sequences of which one has marks that stand for any number of elements. */
final class Sequences {
  private Sequences() {}

  /**
   * Whether the values are as the patterns say.
   *
   * @param mark whether a pattern stands for any number of values
   * @param matches whether a value is as another pattern says
   */
  static <P, V> boolean match(
      List<P> patterns, List<V> values, Predicate<P> mark, BiPredicate<P, V> matches) {
    if (patterns.isEmpty()) {
      return values.isEmpty();
    }
    P first = patterns.get(0);
    List<P> others = patterns.subList(1, patterns.size());
    if (!mark.test(first)) {
      return !values.isEmpty()
          && matches.test(first, values.get(0))
          && match(others, values.subList(1, values.size()), mark, matches);
    }
    for (int skipped = 0; skipped <= values.size(); skipped++) {
      if (match(others, values.subList(skipped, values.size()), mark, matches)) {
        return true;
      }
    }
    return false;
  }
}
