package dev.larder.dynamo;

import dev.larder.dynamo.item.Item;
import java.util.Optional;

/** The condition of a write did not hold; nothing was written. */
public class ConditionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Item current;

  /**
   * @param current the item as it was found; null where there was none
   */
  public ConditionFailedException(Item current) {
    super("The condition of a write was not met", null, false, false);
    this.current = current;
  }

  /** The item as the failed write found it; empty where there was none. */
  public Optional<Item> current() {
    return Optional.ofNullable(current);
  }
}
