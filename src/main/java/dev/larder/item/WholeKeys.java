package dev.larder.item;

import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Completes keys of which a path names a part. */
@Singleton
public class WholeKeys {
  private final DynamoDb dynamoDb;

  WholeKeys(DynamoDb dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  /**
   * The key of the item at a path; the part that the path names if there is no item.
   *
   * @throws ProblemException {@code item-exists} if there are several items
   */
  public Item of(Collection collection, Item named) {
    return isWhole(collection, named) ? named : stored(collection, named).orElse(named);
  }

  /** Whether a key is whole. */
  static boolean isWhole(Collection collection, Item key) {
    return collection.schema().key().size() == key.attributes().size();
  }

  /**
   * The key of the item to put at a path.
   *
   * @param item has the rest of the key
   * @throws ProblemException {@code invalid-item} if it has not; {@code item-exists} if another
   *     item is at the path
   */
  public Item of(Collection collection, Item named, Item item) {
    if (isWhole(collection, named)) {
      return named;
    }
    Item key = collection.schema().keyOf(collection.withKeyTypes(item).with(named));
    if (stored(collection, named).filter(there -> !there.equals(key)).isPresent()) {
      throw new ProblemException(
          ProblemType.ITEM_EXISTS,
          "Another item is at this path, with other values of the key "
              + collection.schema().describeKey()
              + ". Delete that first.");
    }
    return key;
  }

  private Optional<Item> stored(Collection collection, Item named) {
    return dynamoDb
        .get(
            collection.table(), named, true, Projection.ofAttributes(collection.neededAttributes()))
        .map(collection.schema()::keyOf);
  }
}
