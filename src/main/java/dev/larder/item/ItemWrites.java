package dev.larder.item;

import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
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
 * Prepares writes of items: what is put has its key and a new version and satisfies the schema, and
 * preconditions are the write's condition. An item that has expired counts as absent.
 *
 * <p>Methods that take preconditions throw a {@link ProblemException} {@code precondition-failed}
 * where it is plain already that they do not hold.
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
   * @param item may name the key again, and the version that it is to replace
   * @throws ProblemException {@code invalid-item}; {@code key-mismatch} where the item names
   *     another key; {@code schema-violation}
   */
  public Write put(Collection collection, Item key, Item item, Preconditions preconditions) {
    Condition writable = collection.writable(key, clock.instant());
    Item typed = collection.schema().typed(item);
    requireSameKey(collection, key, typed);
    Item keyed = collection.owned(typed.with(key));
    collection.requireSchema(keyed);
    Condition condition =
        condition(collection, key, preconditions).and(ItemVersion.demandedBy(item)).and(writable);
    return Write.put(collection.table(), key, versioned(keyed), condition);
  }

  /**
   * Creates an item where there is none; a string key that it does not name is generated, a UUIDv7.
   *
   * @throws ProblemException {@code invalid-item}; {@code schema-violation}
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
    return ofKeyInItem(collection, item, key -> collection.present(clock.instant()).negated());
  }

  /**
   * Creates an item or replaces the one that there is; a string key that it does not name is
   * generated, a UUIDv7.
   *
   * @param item may name the version that it is to replace
   * @throws ProblemException {@code invalid-item}; {@code schema-violation}
   */
  public Write store(Collection collection, Item item) {
    return ofKeyInItem(
        collection,
        item,
        key -> ItemVersion.demandedBy(item).and(collection.writable(key, clock.instant())));
  }

  private static Write ofKeyInItem(
      Collection collection, Item item, Function<Item, Condition> condition) {
    Item typed =
        collection.schema().typed(collection.schema().withGeneratedKey(collection.owned(item)));
    Item key = collection.schema().keyOf(typed);
    collection.requireSchema(typed);
    return Write.put(collection.table(), key, versioned(typed), condition.apply(key));
  }

  /** Deletes the item of a key. */
  public Write delete(Collection collection, Item key, Preconditions preconditions) {
    Condition writable = collection.writable(key, clock.instant());
    return Write.delete(
        collection.table(), key, condition(collection, key, preconditions).and(writable));
  }

  /**
   * Deletes the item of a key, if it is what another item demands of it.
   *
   * @param item may name the version that is to be deleted
   */
  public Write delete(Collection collection, Item key, Item item) {
    Condition writable = collection.writable(key, clock.instant());
    return Write.delete(collection.table(), key, ItemVersion.demandedBy(item).and(writable));
  }

  /** Changes nothing, and lets the transaction that it is in happen only if they hold. */
  public Write check(Collection collection, Item key, Preconditions preconditions) {
    Condition writable = collection.writable(key, clock.instant());
    return Write.check(
        collection.table(), key, condition(collection, key, preconditions).and(writable));
  }

  /** The condition that filters are to a write; what has expired is not there for them. */
  public Condition demanded(Collection collection, List<Filter> filters) {
    Condition all = Filter.all(filters);
    if (filters.isEmpty() || collection.expiry().attribute().isEmpty()) {
      return all;
    }
    Condition present = collection.present(clock.instant());
    return all.holdsFor(NONE) ? all.or(present.negated()) : all.and(present);
  }

  private Condition condition(Collection collection, Item key, Preconditions preconditions) {
    return new WriteConditions(collection, key, dynamoDb, clock.instant()).of(preconditions);
  }

  private static Item versioned(Item item) {
    return item.with(ItemVersion.ATTRIBUTE, UuidV7.next());
  }

  /**
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
