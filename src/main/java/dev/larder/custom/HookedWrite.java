package dev.larder.custom;

import dev.larder.api.Caller;
import dev.larder.api.Item;
import dev.larder.api.ItemWrite;
import dev.larder.api.Transaction;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.item.ItemHooks;
import dev.larder.table.Collection;
import java.util.Optional;

/** A write as the hooks of its collection see and change it. */
final class HookedWrite implements ItemWrite {
  private final Collection collection;
  private final dev.larder.dynamo.item.Item key;
  private final StoredItems stored;
  private final Caller caller;
  private final Transaction transaction;
  private Optional<dev.larder.dynamo.item.Item> item;

  /** The item before the write; null until it was read. */
  private Optional<dev.larder.dynamo.item.Item> before;

  private Condition read = Condition.ALWAYS;

  /**
   * @param known the stored item, itself empty if there is none; empty if it was not read yet. If
   *     it was, it is a condition of the write already.
   */
  HookedWrite(
      Collection collection,
      dev.larder.dynamo.item.Item key,
      Optional<dev.larder.dynamo.item.Item> item,
      Optional<Optional<dev.larder.dynamo.item.Item>> known,
      StoredItems stored,
      Caller caller,
      Transaction transaction) {
    this.collection = collection;
    this.key = key;
    this.item = item;
    this.before = known.orElse(null);
    this.stored = stored;
    this.caller = caller;
    this.transaction = transaction;
  }

  @Override
  public String collection() {
    return collection.name();
  }

  @Override
  public Item key() {
    return ApiItems.of(key);
  }

  @Override
  public Optional<Item> item() {
    return item.map(ApiItems::of);
  }

  @Override
  public void set(Item changed) {
    if (item.isEmpty()) {
      throw new IllegalStateException("The write deletes the item, so it has no item to set");
    }
    item = Optional.of(ApiItems.of(changed.without("_version")));
  }

  @Override
  public Optional<Item> before() {
    if (before == null) {
      before = stored.get(collection, key);
      read = stored.unchanged(collection, before);
    }
    if (before.filter(there -> !collection.permits(there)).isPresent()) {
      // What a hook makes of it could tell the caller something of the item.
      throw collection.foreignItem(before.get());
    }
    return before.map(ApiItems::of);
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public Transaction transaction() {
    return transaction;
  }

  ItemHooks.Outcome outcome() {
    return new ItemHooks.Outcome(item, read);
  }
}
