package dev.larder.query;

import dev.larder.dynamo.item.Item;
import java.util.Optional;

/**
 * Where a page begins in a list.
 *
 * @param key the key, as the table stores it, next to which it begins; empty for an end of the list
 * @param backward whether it has the items before the key, or those at the end of the list
 */
record Position(Optional<Item> key, boolean backward) {
  /** Where the first page begins. */
  static final Position START = new Position(Optional.empty(), false);

  static Position after(Item key) {
    return new Position(Optional.of(key), false);
  }
}
