package dev.larder.event;

import dev.larder.api.ItemChange;
import java.util.List;

/** A feature that gets the changes of items in batches, as DynamoDB streams deliver them. */
public interface ItemChangeConsumer {

  /** Whether it gets changes; false if it is not configured. */
  boolean isActive();

  /**
   * Handles changes in their order, until one fails or the invocation has no time left.
   *
   * @return the number of changes handled before that
   */
  int handle(List<ItemChange> changes);
}
