package dev.larder.dynamo;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import java.util.Optional;
import java.util.Set;

/**
 * A table, and how it stores the items of a collection: as they are, or with keys that are composed
 * of their attributes. Everywhere else an item has the attributes of its collection alone; only the
 * calls of DynamoDB convert it.
 */
public interface StoredTable {

  /** The table's name or ARN. */
  String name();

  /** Whether the table has items of other collections too. */
  boolean isShared();

  /** Whether each item of the table is one of the collection. */
  boolean showsAll();

  /** Whether each item that has the attribute is stored with it, not only with a key made of it. */
  boolean stores(String attribute);

  /** Whether the table stores keys that are composed of the attribute. */
  boolean isComposed(String attribute);

  /** The attributes of which the table composes the key that it stores under a name. */
  Set<String> partsOf(String storedKey);

  /** The attributes that mark an item as one of the collection, which it does not show. */
  Set<String> marks();

  /**
   * The table as one of its indexes stores it, for reads. An index that lacks {@link #marks} has
   * items of other collections too.
   */
  StoredTable readBy(String index);

  /** The key of an item in the table. */
  Item storedKey(Item key);

  /** The condition of a Query for an item of which only a part of the key is known. */
  Optional<Condition> partOf(Item key);

  /**
   * An item as the table stores it.
   *
   * @param item may have a part of its attributes, but all of its key
   */
  Item stored(Item item);

  /**
   * The item of the collection that the table stores so; empty if it is of another collection.
   *
   * @param stored has at least the attributes of {@link #stored(Projection)}
   */
  Optional<Item> shown(Item stored);

  /**
   * Checks that an item can be stored as one of the collection, and drops what marks it as such.
   *
   * @throws dev.larder.problem.ProblemException {@code invalid-item}
   */
  Item requireOwn(Item item);

  /** The attributes to read for those of an item. */
  Projection stored(Projection projection);

  /**
   * The condition of a write or check, which takes an item of another collection for none.
   *
   * @param key of the item
   * @param replaces whether the write would replace or delete an item of another collection
   */
  Condition stored(Condition condition, Item key, boolean replaces);

  /** The filter of a Query or Scan, which leaves out items of other collections. */
  Condition stored(Condition filter);
}
