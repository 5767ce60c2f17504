package dev.larder.dynamo;

import dev.larder.dynamo.item.Item;
import java.util.Optional;

/** The condition of a write did not hold. Nothing was written. */
public class ConditionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Item current;

  /**
   * @param current the item that the write found; null if none existed
   */
  public ConditionFailedException(Item current) {
    super("The condition of a write was not met", null, false, false);
    this.current = current;
  }

  /** The item that the failed write found; empty if none existed. */
  public Optional<Item> current() {
    return Optional.ofNullable(current);
  }
}
