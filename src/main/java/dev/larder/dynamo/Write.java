package dev.larder.dynamo;

import java.util.Optional;

/**
 * What a call does to one item.
 *
 * @param key the attributes of the item's key
 * @param item what is put, with its key; empty for every other action
 * @param condition what must hold of the item that is there
 */
public record Write(
    Action action, String table, Item key, Optional<Item> item, Condition condition) {

  /** Kinds of writes; a check changes nothing and is for transactions alone. */
  public enum Action {
    PUT,
    DELETE,
    CHECK
  }

  /**
   * @param item with its key
   */
  public static Write put(String table, Item key, Item item, Condition condition) {
    return new Write(Action.PUT, table, key, Optional.of(item), condition);
  }

  public static Write delete(String table, Item key, Condition condition) {
    return new Write(Action.DELETE, table, key, Optional.empty(), condition);
  }

  /**
   * @param condition with all that is added to it, not {@link Condition#ALWAYS}: DynamoDB has no
   *     check of nothing
   */
  public static Write check(String table, Item key, Condition condition) {
    return new Write(Action.CHECK, table, key, Optional.empty(), condition);
  }

  /** This write under a further condition. */
  public Write and(Condition further) {
    return new Write(action, table, key, item, condition.and(further));
  }
}
