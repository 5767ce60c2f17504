package dev.larder.item;

import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemLimits;
import dev.larder.http.Preconditions;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.UuidV7;
import dev.larder.table.Collection;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Prepares writes of items. It adds the key, the owner and a new version to the item, checks the
 * schema, and turns preconditions into the condition of the write. An expired item counts as
 * absent.
 *
 * <p>Every write of an item is made here, and calls the hooks of its collection. What they read and
 * write besides is in the {@link WriteUnit}, or in the write's companions if the method has no
 * unit.
 *
 * <p>Methods with preconditions throw a {@link ProblemException} {@code precondition-failed} if it
 * is already clear that these do not hold.
 */
@Singleton
public class ItemWrites {
  private final DynamoDb dynamoDb;
  private final ItemHooks hooks;
  private final Clock clock;

  ItemWrites(DynamoDb dynamoDb, ItemHooks hooks, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.hooks = hooks;
    this.clock = clock;
  }

  /**
   * Creates or replaces the item of a key.
   *
   * @param item may repeat the key and may name the version that it replaces
   * @throws ProblemException {@code invalid-item}; {@code item-too-large}; {@code key-mismatch} if
   *     the item has another key; {@code schema-violation}
   */
  public Write put(Collection collection, Item key, Item item, Preconditions preconditions) {
    WriteUnit unit = new WriteUnit();
    return alone(put(collection, key, item, preconditions, unit), unit);
  }

  /** As {@link #put(Collection, Item, Item, Preconditions)}, as a part of a transaction. */
  public Write put(
      Collection collection, Item key, Item item, Preconditions preconditions, WriteUnit unit) {
    Condition writable = collection.writableCondition(key, clock.instant());
    KeptFields kept = keptFields(collection, key, withKey(collection, key, item));
    return write(
            collection,
            key,
            kept.item(),
            Optional.empty(),
            unit,
            () ->
                condition(collection, key, preconditions)
                    .and(ItemVersion.preconditionOf(item))
                    .and(writable))
        .relyingOn(kept.condition());
  }

  /** The item of a put with what the caller may not change, which is read if there is any. */
  private KeptFields keptFields(Collection collection, Item key, Item item) {
    return collection.fields().areAll()
        ? new KeptFields(item, Condition.ALWAYS)
        : KeptFields.of(collection, key, item, dynamoDb, clock.instant());
  }

  /**
   * Replaces the item of a key by a patched one, if it has not changed since it was read.
   *
   * @param patched has the key and no other owner
   * @throws ProblemException {@code invalid-item}; {@code item-too-large}; {@code
   *     schema-violation}; {@code precondition-failed} if it cannot be checked whether the item has
   *     changed
   */
  public Write replace(Collection collection, Item key, Item current, Item patched) {
    WriteUnit unit = new WriteUnit();
    Write write = replacing(collection, key, current, patched, unit);
    return alone(write.and(WriteConditions.unchanged(collection.fields(), current)), unit);
  }

  /**
   * As {@link #replace(Collection, Item, Item, Item)}, as a part of a transaction, which is made
   * again if the item has changed.
   */
  Write replace(Collection collection, Item key, Item current, Item patched, WriteUnit unit) {
    return replacing(collection, key, current, patched, unit)
        .relyingOn(WriteConditions.unchanged(collection.fields(), current));
  }

  private Write replacing(
      Collection collection, Item key, Item current, Item patched, WriteUnit unit) {
    Item typed = collection.withRows(collection.withKeyTypes(patched));
    return write(
        collection,
        key,
        typed,
        Optional.of(current),
        unit,
        () -> collection.writableCondition(key, clock.instant()));
  }

  /**
   * Updates the item of a key, which must exist, without reading it.
   *
   * @param update does not need the item
   */
  Write update(Collection collection, Item key, ItemUpdate update, Preconditions preconditions) {
    Condition writable = collection.writableCondition(key, clock.instant());
    Condition condition =
        collection
            .presentCondition(clock.instant())
            .and(condition(collection, key, preconditions))
            .and(update.condition())
            .and(writable);
    return Write.update(collection.table(), key, update.changes(), UuidV7.next(), condition);
  }

  /** A write that is no part of a transaction, with what hooks have added to it. */
  static Write alone(Write write, WriteUnit unit) {
    if (unit.isEmpty()) {
      return write;
    }
    Write completed = unit.completed(write);
    return completed.with(unit.all());
  }

  /**
   * Makes the put of an item, as the hooks leave it.
   *
   * @param stored the stored item, if it was read and is in the condition
   * @param condition called after the item was checked
   */
  private Write write(
      Collection collection,
      Item key,
      Item item,
      Optional<Item> stored,
      WriteUnit unit,
      Supplier<Condition> condition) {
    if (stored.isEmpty()) {
      requireParent(collection, item, unit);
    }
    if (!hooks.seeWrites(collection.name())) {
      Item written = written(collection, item);
      return Write.put(collection.table(), key, written, condition.get());
    }
    ItemHooks.Outcome hooked =
        hooks.beforeWrite(
            collection, key, Optional.of(item.without(ItemVersion.ATTRIBUTE)), stored, unit);
    Item changed = withKey(collection, key, hooked.item().orElseThrow());
    Item written = written(collection, changed);
    return Write.put(collection.table(), key, written, condition.get()).relyingOn(hooked.read());
  }

  /** Has the transaction fail if the parent of an item does not exist. */
  private void requireParent(Collection collection, Item item, WriteUnit unit) {
    collection
        .parent()
        .ifPresent(
            parent -> {
              Item key = parent.schema().keyOf(item);
              unit.require(
                  Write.check(parent.table(), key, parent.presentCondition(clock.instant()))
                      .orRefuse(() -> parentNotFound(parent, key)));
            });
  }

  private static ProblemException parentNotFound(Collection parent, Item key) {
    return new ProblemException(
            ProblemType.PARENT_NOT_FOUND,
            "The item belongs to "
                + parent.pathOf(key)
                + ", which does not exist, or which the same transaction deletes. Create that first,"
                + " or in the same transaction.")
        .with("parent", parent.pathOf(key));
  }

  private Write delete(Collection collection, Item key, Condition condition, WriteUnit unit) {
    Write write = Write.delete(collection.table(), key, condition);
    return hooks.seeWrites(collection.name())
        ? write.relyingOn(
            hooks.beforeWrite(collection, key, Optional.empty(), Optional.empty(), unit).read())
        : write;
  }

  /**
   * The item that {@link #put} writes, before it has a new version.
   *
   * @throws ProblemException {@code invalid-item}; {@code key-mismatch}
   */
  static Item withKey(Collection collection, Item key, Item item) {
    Item typed = collection.withKeyTypes(item);
    requireSameKey(collection, key, typed);
    return collection.withRows(typed.with(key));
  }

  /**
   * Creates an item that does not exist yet. If the item lacks a string key attribute, a UUIDv7 is
   * generated for it.
   *
   * @throws ProblemException {@code invalid-item}; {@code item-too-large}; {@code schema-violation}
   */
  public Write create(Collection collection, Item item) {
    WriteUnit unit = new WriteUnit();
    return alone(create(collection, item, unit), unit);
  }

  /** As {@link #create(Collection, Item)}, as a part of a transaction. */
  public Write create(Collection collection, Item item, WriteUnit unit) {
    if (item.has(ItemVersion.ATTRIBUTE)) {
      throw new ProblemException(
              ProblemType.INVALID_ITEM,
              "A new item cannot have "
                  + ItemVersion.ATTRIBUTE
                  + ". Remove it, or use PUT to replace that version of the item.")
          .with("pointer", "/" + ItemVersion.ATTRIBUTE);
    }
    Item owned = collection.withRows(item);
    Item keyed = collection.withGeneratedKey(owned);
    Write write =
        putByItemKey(
            collection,
            keyed,
            unit,
            (key, typed) ->
                new KeptFields(collection.fields().keeping(typed, Item.NONE), Condition.ALWAYS),
            key -> collection.presentCondition(clock.instant()).negated());
    return keyed == owned ? write : write.withNewKey();
  }

  /**
   * Creates or replaces the item of the key in the item itself.
   *
   * @param item may name the version that it replaces
   * @param generatesKey whether to generate a UUIDv7 for a string key attribute that it lacks
   * @throws ProblemException {@code invalid-item}; {@code item-too-large}; {@code schema-violation}
   */
  public Write createOrReplace(Collection collection, Item item, boolean generatesKey) {
    WriteUnit unit = new WriteUnit();
    return alone(createOrReplace(collection, item, generatesKey, unit), unit);
  }

  /** As {@link #createOrReplace(Collection, Item, boolean)}, as a part of a transaction. */
  public Write createOrReplace(
      Collection collection, Item item, boolean generatesKey, WriteUnit unit) {
    Item owned = collection.withRows(item);
    Item keyed = generatesKey ? collection.withGeneratedKey(owned) : owned;
    Write write =
        putByItemKey(
            collection,
            keyed,
            unit,
            (key, typed) -> keptFields(collection, key, typed),
            key ->
                ItemVersion.preconditionOf(item)
                    .and(collection.writableCondition(key, clock.instant())));
    return keyed == owned ? write : write.withNewKey();
  }

  private Write putByItemKey(
      Collection collection,
      Item item,
      WriteUnit unit,
      BiFunction<Item, Item, KeptFields> kept,
      Function<Item, Condition> condition) {
    Item typed = collection.withKeyTypes(item);
    Item key = collection.schema().keyOf(typed);
    KeptFields put = kept.apply(key, typed);
    return write(collection, key, put.item(), Optional.empty(), unit, () -> condition.apply(key))
        .relyingOn(put.condition());
  }

  public Write delete(Collection collection, Item key, Preconditions preconditions) {
    WriteUnit unit = new WriteUnit();
    return alone(delete(collection, key, preconditions, unit), unit);
  }

  /** As {@link #delete(Collection, Item, Preconditions)}, as a part of a transaction. */
  public Write delete(
      Collection collection, Item key, Preconditions preconditions, WriteUnit unit) {
    Condition writable = collection.writableCondition(key, clock.instant());
    return delete(collection, key, condition(collection, key, preconditions).and(writable), unit);
  }

  /**
   * Deletes the item of a key, if it has the version that the body names.
   *
   * @param item the body, which may name that version
   */
  public Write delete(Collection collection, Item key, Item item) {
    WriteUnit unit = new WriteUnit();
    return alone(delete(collection, key, item, unit), unit);
  }

  /** As {@link #delete(Collection, Item, Item)}, as a part of a transaction. */
  public Write delete(Collection collection, Item key, Item item, WriteUnit unit) {
    Condition writable = collection.writableCondition(key, clock.instant());
    return delete(collection, key, ItemVersion.preconditionOf(item).and(writable), unit);
  }

  /** Changes nothing, but makes its transaction fail unless the preconditions hold. */
  public Write check(Collection collection, Item key, Preconditions preconditions) {
    Condition writable = collection.writableCondition(key, clock.instant());
    return Write.check(
        collection.table(), key, condition(collection, key, preconditions).and(writable));
  }

  /** Turns filters into the condition of a write; an expired item counts as absent for them. */
  public Condition conditionOf(Collection collection, List<Filter> filters) {
    Condition all = Filter.all(filters);
    if (filters.isEmpty() || collection.expiry().attribute().isEmpty()) {
      return all;
    }
    Condition present = collection.presentCondition(clock.instant());
    return all.holdsFor(Item.NONE) ? all.or(present.negated()) : all.and(present);
  }

  /**
   * The problem of a put or delete whose condition does not hold.
   *
   * @param current the stored item; empty if there is none
   */
  public ProblemException failure(Collection collection, Optional<Item> current) {
    return PreconditionFailures.of(collection, current, clock.instant());
  }

  private Condition condition(Collection collection, Item key, Preconditions preconditions) {
    return new WriteConditions(collection, key, dynamoDb, clock.instant()).of(preconditions);
  }

  /**
   * The item with a new version. Every item that is written passes here, and its limits come before
   * its schema, since a schema may descend into the item.
   *
   * @throws ProblemException as {@link ItemLimits#require}; {@code schema-violation}
   */
  private static Item written(Collection collection, Item item) {
    Item versioned = item.with(ItemVersion.ATTRIBUTE, UuidV7.next());
    requireLimits(collection, versioned);
    collection.requireSchema(item);
    return versioned;
  }

  /** The problem of an item with hidden attributes does not say what they are, or how large. */
  private static void requireLimits(Collection collection, Item item) {
    Item visible = collection.fields().visible(item);
    ItemLimits.require(collection.table().stored(visible));
    if (visible == item) {
      return;
    }
    try {
      ItemLimits.require(collection.table().stored(item));
    } catch (ProblemException e) {
      throw e.type() == ProblemType.ITEM_TOO_LARGE
          ? new ProblemException(
              ProblemType.ITEM_TOO_LARGE,
              "The item, with its attributes that you may not read, has more bytes than DynamoDB's"
                  + " limit of 400 KB. Store large values elsewhere.")
          : collection.visible(e);
    }
  }

  /**
   * Checks that the key attributes in an item, if any, have the values of the key.
   *
   * @throws ProblemException {@code key-mismatch}
   */
  static void requireSameKey(Collection collection, Item key, Item item) {
    for (KeyAttribute attribute : collection.schema().key()) {
      if (item.has(attribute.name()) && !collection.schema().sameValue(attribute, key, item)) {
        throw new ProblemException(
                ProblemType.KEY_MISMATCH,
                "The value of "
                    + attribute.name()
                    + " in the body differs from the value in the path. Make them equal, or omit"
                    + " it from the body.")
            .with("pointer", "/" + attribute.name());
      }
    }
  }
}
