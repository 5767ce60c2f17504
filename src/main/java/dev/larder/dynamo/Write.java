package dev.larder.dynamo;

import java.util.Optional;

/**
 * One change of one item: put, or deleted where there is no item.
 *
 * @param key the attributes of the item's key
 * @param condition what must hold of the item that is there
 */
public record Write(String table, Item key, Optional<Item> item, Condition condition) {

  /**
   * @param item with its key
   */
  public static Write put(String table, Item key, Item item, Condition condition) {
    return new Write(table, key, Optional.of(item), condition);
  }

  public static Write delete(String table, Item key, Condition condition) {
    return new Write(table, key, Optional.empty(), condition);
  }
}
