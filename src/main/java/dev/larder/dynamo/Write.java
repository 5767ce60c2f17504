package dev.larder.dynamo;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Update;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemSize;
import dev.larder.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A write of one item, or a check of it within a transaction.
 *
 * @param key the item's key attributes
 * @param item the item to put, including its key; empty for other actions
 * @param update the changes to make, including that of the version; empty for other actions
 * @param hasNewKey whether the key was generated for this put, so that no other writer has it
 * @param condition what must hold for the stored item
 * @param unchanged the part of the condition that holds as long as the stored item is the one from
 *     which this write was made
 * @param companions writes and checks of other items that are made with this one or not at all
 * @param refusal makes the problem of a transaction in which the condition does not hold; empty if
 *     that depends on the stored item
 */
public record Write(
    Action action,
    StoredTable table,
    Item key,
    Optional<Item> item,
    Optional<Update> update,
    boolean hasNewKey,
    Condition condition,
    Condition unchanged,
    List<Write> companions,
    Optional<Supplier<ProblemException>> refusal) {
  /** The attribute that every put and update of Larder sets to a new, unique value. */
  public static final String VERSION = "_version";

  /** What to do; a check changes nothing and is possible only in a transaction. */
  public enum Action {
    PUT,
    UPDATE,
    DELETE,
    CHECK
  }

  /**
   * @param item the item, including its key
   */
  public static Write put(StoredTable table, Item key, Item item, Condition condition) {
    return of(Action.PUT, table, key, Optional.of(item), condition);
  }

  /**
   * As {@link #put(StoredTable, Item, Item, Condition)}, in a table that stores items as they are.
   */
  public static Write put(String table, Item key, Item item, Condition condition) {
    return put(new PlainTable(table), key, item, condition);
  }

  /**
   * @param version the new version of the item
   * @param condition holds only if the item exists
   */
  public static Write update(
      StoredTable table, Item key, Update update, String version, Condition condition) {
    return new Write(
        Action.UPDATE,
        table,
        key,
        Optional.empty(),
        Optional.of(update.with(VERSION, version)),
        false,
        condition,
        Condition.ALWAYS,
        List.of(),
        Optional.empty());
  }

  public static Write delete(StoredTable table, Item key, Condition condition) {
    return of(Action.DELETE, table, key, Optional.empty(), condition);
  }

  /** As {@link #delete(StoredTable, Item, Condition)}, in a table that stores items as they are. */
  public static Write delete(String table, Item key, Condition condition) {
    return delete(new PlainTable(table), key, condition);
  }

  /**
   * @param condition together with those that {@link #and} adds, not {@link Condition#ALWAYS}:
   *     DynamoDB requires an expression in a check
   */
  public static Write check(StoredTable table, Item key, Condition condition) {
    return of(Action.CHECK, table, key, Optional.empty(), condition);
  }

  private static Write of(
      Action action, StoredTable table, Item key, Optional<Item> item, Condition condition) {
    return new Write(
        action,
        table,
        key,
        item,
        Optional.empty(),
        false,
        condition,
        Condition.ALWAYS,
        List.of(),
        Optional.empty());
  }

  /** This write with an additional condition. */
  public Write and(Condition further) {
    return with(hasNewKey, condition.and(further), unchanged, companions, refusal);
  }

  /** This write, which relies on what was read of the stored item. */
  public Write relyingOn(Condition read) {
    return read.isAlways()
        ? this
        : with(hasNewKey, condition.and(read), unchanged.and(read), companions, refusal);
  }

  /** This write, made in one transaction with others. */
  public Write with(List<Write> others) {
    return with(hasNewKey, condition, unchanged, others, refusal);
  }

  /** This check, whose transaction fails with a problem if the condition does not hold. */
  public Write orRefuse(Supplier<ProblemException> problem) {
    return with(hasNewKey, condition, unchanged, companions, Optional.of(problem));
  }

  /** This write in the place of another one of the same item, under the condition of both. */
  public Write insteadOf(Write other) {
    return with(
        hasNewKey || other.hasNewKey,
        other.condition.and(condition),
        other.unchanged.and(unchanged),
        companions,
        refusal);
  }

  private Write with(
      boolean hasNewKey,
      Condition condition,
      Condition unchanged,
      List<Write> companions,
      Optional<Supplier<ProblemException>> refusal) {
    return new Write(
        action, table, key, item, update, hasNewKey, condition, unchanged, companions, refusal);
  }

  /** The item's key as the table stores it. */
  Item storedKey() {
    return table.storedKey(key);
  }

  /** The item to put as the table stores it. */
  Item storedItem() {
    return table.stored(item.orElseThrow());
  }

  /** The condition as DynamoDB evaluates it. */
  public Condition storedCondition() {
    return table.stored(condition, key, action != Action.CHECK);
  }

  /** The item that this write changes or checks, whichever collection it belongs to. */
  public ItemPlace place() {
    return ItemPlace.of(table, key);
  }

  /** The bytes of the item to put; 0 for other actions. */
  public long size() {
    return item.isPresent() ? ItemSize.of(storedItem()) : 0;
  }

  /**
   * Whether the write met an item of another collection where it needs none.
   *
   * @param stored the stored item that a failed attempt found
   */
  boolean metOtherItem(Optional<Item> stored) {
    return stored.isPresent()
        && table.shown(stored.get()).isEmpty()
        && condition.holdsFor(Item.NONE);
  }

  /** This write and its companions. */
  public List<Write> all() {
    List<Write> all = new ArrayList<>();
    all.add(this);
    all.addAll(companions);
    return all;
  }

  /** Whether the write relies on what was read of the stored item. */
  boolean isMadeFromStoredItem() {
    return !unchanged.isAlways();
  }

  /**
   * Whether the write was made from an item that has changed since.
   *
   * @param current the item that a failed attempt found; empty if there is none
   */
  public boolean isOutdated(Optional<Item> current) {
    return !unchanged.holdsFor(current.orElse(Item.NONE));
  }

  /** This put, whose key was generated for it. */
  public Write withNewKey() {
    return with(true, condition, unchanged, companions, refusal);
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

  /** The version that the item gets; empty if the write gives it none. */
  public Optional<String> version() {
    return item.isPresent()
        ? item.get().string(VERSION)
        : update.flatMap(changes -> changes.valueSetAt(VERSION));
  }

  /** Whether a stored item is the one that this write made, by its version. */
  boolean wrote(Item current) {
    Optional<String> version = version();
    return version.isPresent() && version.equals(current.string(VERSION));
  }
}
