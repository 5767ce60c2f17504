package dev.larder.dynamo;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import java.util.Optional;

/**
 * A write of one item, or a check of it within a transaction.
 *
 * @param key the item's key attributes
 * @param item the item to put, including its key; empty for other actions
 * @param hasNewKey whether the key was generated for this put, so that no other writer has it
 * @param condition what must hold for the stored item
 */
public record Write(
    Action action,
    String table,
    Item key,
    Optional<Item> item,
    boolean hasNewKey,
    Condition condition) {
  /** The attribute that every put of Larder sets to a new, unique value. */
  public static final String VERSION = "_version";

  /** What to do; a check changes nothing and is possible only in a transaction. */
  public enum Action {
    PUT,
    DELETE,
    CHECK
  }

  /**
   * @param item the item, including its key
   */
  public static Write put(String table, Item key, Item item, Condition condition) {
    return new Write(Action.PUT, table, key, Optional.of(item), false, condition);
  }

  public static Write delete(String table, Item key, Condition condition) {
    return new Write(Action.DELETE, table, key, Optional.empty(), false, condition);
  }

  /**
   * @param condition together with those that {@link #and} adds, not {@link Condition#ALWAYS}:
   *     DynamoDB requires an expression in a check
   */
  public static Write check(String table, Item key, Condition condition) {
    return new Write(Action.CHECK, table, key, Optional.empty(), false, condition);
  }

  /** This write with an additional condition. */
  public Write and(Condition further) {
    return new Write(action, table, key, item, hasNewKey, condition.and(further));
  }

  /** This put, whose key was generated for it. */
  public Write withNewKey() {
    return new Write(action, table, key, item, true, condition);
  }

  /**
   * Whether the write may be repeated while its outcome is unknown. That is safe only if its
   * condition requires a version, since a version never recurs, or if it creates an item under a
   * key that no other writer has; any other write could undo what another writer has written in
   * between.
   */
  boolean isSafeToRetry() {
    return condition.requiresValueOf(VERSION) || createsUnderNewKey();
  }

  /**
   * Whether this put creates an item under a key that no other writer has. Its condition does not
   * hold for the item itself, so if the condition fails, the put was made before.
   */
  boolean createsUnderNewKey() {
    return hasNewKey && !condition.holdsFor(item.orElseThrow());
  }

  /** Whether a stored item is the one that this put wrote, by its version. */
  boolean wrote(Item current) {
    Optional<String> version = item.flatMap(put -> put.string(VERSION));
    return version.isPresent() && version.equals(current.string(VERSION));
  }
}
