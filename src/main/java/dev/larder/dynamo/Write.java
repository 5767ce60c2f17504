package dev.larder.dynamo;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
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
  /** The attribute that every put of Larder's gives a value that it has never had. */
  public static final String VERSION = "_version";

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

  /**
   * Whether it may be made again while it is not known whether it has happened: if its condition is
   * on a version, which never comes back. Any other write could undo what somebody else has written
   * in between.
   */
  boolean isRepeatable() {
    return condition.pins(VERSION);
  }

  /** Whether an item is the one that this put has written. */
  boolean isOf(Item current) {
    Optional<String> version = item.flatMap(put -> put.string(VERSION));
    return version.isPresent() && version.equals(current.string(VERSION));
  }
}
