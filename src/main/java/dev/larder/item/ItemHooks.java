package dev.larder.item;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.table.Collection;
import java.util.Optional;

/** Calls the hooks that own code has for items of a collection. */
public interface ItemHooks {

  /** Whether a hook sees the items that a collection answers. */
  boolean seeReads(String collection);

  /** Whether a hook sees the writes of a collection. */
  boolean seeWrites(String collection);

  /**
   * The item to answer.
   *
   * @param item the whole stored item
   * @throws dev.larder.api.Problem if a hook refuses the request
   */
  Item afterRead(Collection collection, Item item);

  /** The item to answer: as hooks leave it, without what the caller may not read. */
  default Item answered(Collection collection, Item item) {
    return collection
        .fields()
        .visible(seeReads(collection.name()) ? afterRead(collection, item) : item);
  }

  /**
   * The result of a write, whose item is answered as after a read.
   *
   * @param created whether the item did not exist before
   */
  default WriteResult result(Collection collection, Item item, boolean created) {
    return new WriteResult(item, () -> answered(collection, item), created);
  }

  /**
   * Calls the hooks before a write.
   *
   * @param item the item to put, key included; empty for a delete
   * @param stored the stored item, if it was read and is a condition of the write already
   * @param unit takes the reads and writes of other items that hooks add
   * @throws dev.larder.api.Problem if a hook refuses the write
   */
  Outcome beforeWrite(
      Collection collection, Item key, Optional<Item> item, Optional<Item> stored, WriteUnit unit);

  /**
   * A write as the hooks have left it.
   *
   * @param read what hooks have read of the stored item, as a condition
   */
  record Outcome(Optional<Item> item, Condition read) {}
}
