package dev.larder.bulk.query;

import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.http.Preconditions;
import dev.larder.item.ItemHooks;
import dev.larder.item.ItemUpdate;
import dev.larder.item.ItemUpdates;
import dev.larder.item.ItemWrites;
import dev.larder.item.WriteUnit;
import dev.larder.table.Collection;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.TableIndex;

/** What is done to each item that a query finds. */
interface QueryWriteKind {

  /** The member of the result that counts the items to which it is done. */
  String done();

  /**
   * Makes the write of an item.
   *
   * @param stillFound holds as long as the query finds the item
   * @throws dev.larder.api.Problem if the item cannot be written
   */
  Write of(Collection collection, Item key, Condition stillFound, WriteUnit unit);

  /** Whether a written item may come again, later in the order in which an index is read. */
  boolean mayMove(Collection collection, TableIndex index);

  static QueryWriteKind delete(ItemWrites writes) {
    return new QueryWriteKind() {
      @Override
      public String done() {
        return "deleted";
      }

      @Override
      public Write of(Collection collection, Item key, Condition stillFound, WriteUnit unit) {
        return writes.delete(collection, key, Preconditions.NONE, unit).and(stillFound);
      }

      @Override
      public boolean mayMove(Collection collection, TableIndex index) {
        return false;
      }
    };
  }

  static QueryWriteKind update(ItemUpdate update, ItemUpdates updates, ItemHooks hooks) {
    return new QueryWriteKind() {
      @Override
      public String done() {
        return "updated";
      }

      @Override
      public Write of(Collection collection, Item key, Condition stillFound, WriteUnit unit) {
        ItemUpdate conditional =
            new ItemUpdate(update.changes(), stillFound.and(update.condition()), false);
        return updates.write(collection, key, conditional, Preconditions.NONE, unit);
      }

      @Override
      public boolean mayMove(Collection collection, TableIndex index) {
        return index.sort().stream()
            .map(KeyAttribute::name)
            .anyMatch(name -> changes(collection, name));
      }

      private boolean changes(Collection collection, String attribute) {
        return hooks.seeWrites(collection.name())
            || attribute.equals(ItemVersion.ATTRIBUTE)
            || update.changes().changes().stream()
                .anyMatch(change -> change.path().attribute().equals(attribute));
      }
    };
  }
}
