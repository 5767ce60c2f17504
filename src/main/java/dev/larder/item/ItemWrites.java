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
import java.util.Map;
import java.util.function.Function;

/**
 * Prepares writes of items. It adds the key, the owner and a new version to the item, checks the
 * schema, and turns preconditions into the condition of the write. An expired item counts as
 * absent.
 *
 * <p>Methods with preconditions throw a {@link ProblemException} {@code precondition-failed} if it
 * is already clear that these do not hold.
 */
@Singleton
public class ItemWrites {
  private static final Item NONE = Item.of(Map.of());

  private final DynamoDb dynamoDb;
  private final Clock clock;

  ItemWrites(DynamoDb dynamoDb, Clock clock) {
    this.dynamoDb = dynamoDb;
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
    Condition writable = collection.writableCondition(key, clock.instant());
    Item typed = collection.schema().withKeyTypes(item);
    requireSameKey(collection, key, typed);
    Item written = written(collection, collection.withOwner(typed.with(key)));
    Condition condition =
        condition(collection, key, preconditions)
            .and(ItemVersion.preconditionOf(item))
            .and(writable);
    return Write.put(collection.table(), key, written, condition);
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
    Item typed = collection.withOwner(collection.schema().withKeyTypes(patched));
    Item written = written(collection, typed);
    return Write.put(
        collection.table(),
        key,
        written,
        WriteConditions.unchanged(current).and(collection.writableCondition(key, clock.instant())));
  }

  /**
   * Creates an item that does not exist yet. If the item lacks a string key attribute, a UUIDv7 is
   * generated for it.
   *
   * @throws ProblemException {@code invalid-item}; {@code item-too-large}; {@code schema-violation}
   */
  public Write create(Collection collection, Item item) {
    if (item.has(ItemVersion.ATTRIBUTE)) {
      throw new ProblemException(
              ProblemType.INVALID_ITEM,
              "A new item cannot have "
                  + ItemVersion.ATTRIBUTE
                  + ". Remove it, or use PUT to replace that version of the item.")
          .with("pointer", "/" + ItemVersion.ATTRIBUTE);
    }
    return putByItemKey(
        collection,
        collection.schema().withGeneratedKey(collection.withOwner(item)),
        key -> collection.presentCondition(clock.instant()).negated());
  }

  /**
   * Creates or replaces the item of the key in the item itself.
   *
   * @param item may name the version that it replaces
   * @throws ProblemException {@code invalid-item}; {@code item-too-large}; {@code schema-violation}
   */
  public Write createOrReplace(Collection collection, Item item) {
    return putByItemKey(
        collection,
        collection.withOwner(item),
        key ->
            ItemVersion.preconditionOf(item)
                .and(collection.writableCondition(key, clock.instant())));
  }

  private static Write putByItemKey(
      Collection collection, Item item, Function<Item, Condition> condition) {
    Item typed = collection.schema().withKeyTypes(item);
    Item key = collection.schema().keyOf(typed);
    Item written = written(collection, typed);
    return Write.put(collection.table(), key, written, condition.apply(key));
  }

  public Write delete(Collection collection, Item key, Preconditions preconditions) {
    Condition writable = collection.writableCondition(key, clock.instant());
    return Write.delete(
        collection.table(), key, condition(collection, key, preconditions).and(writable));
  }

  /**
   * Deletes the item of a key, if it has the version that the body names.
   *
   * @param item the body, which may name that version
   */
  public Write delete(Collection collection, Item key, Item item) {
    Condition writable = collection.writableCondition(key, clock.instant());
    return Write.delete(collection.table(), key, ItemVersion.preconditionOf(item).and(writable));
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
    return all.holdsFor(NONE) ? all.or(present.negated()) : all.and(present);
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
    ItemLimits.require(versioned);
    collection.requireSchema(item);
    return versioned;
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
