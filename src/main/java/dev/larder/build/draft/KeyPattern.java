package dev.larder.build.draft;

import java.util.List;
import java.util.Optional;

/**
 * How the values of a key attribute are composed.
 *
 * @param template as in {@code ORDER#{orderId}}; empty if the values are an attribute themselves
 * @param matched the number of items whose values it makes
 * @param proven the number of these for which attributes prove it, and not the text alone
 * @param notes what could not be told
 */
record KeyPattern(Optional<String> template, int matched, int proven, List<String> notes) {
  /** Of values that are an attribute of the items themselves. */
  static final KeyPattern ATTRIBUTE = new KeyPattern(Optional.empty(), 0, 0, List.of());
}
