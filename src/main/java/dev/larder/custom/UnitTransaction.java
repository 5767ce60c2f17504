package dev.larder.custom;

import dev.larder.api.Item;
import dev.larder.api.Transaction;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.item.WriteUnit;
import java.util.Optional;

/** The reads and writes of own code that take effect together. */
final class UnitTransaction implements Transaction {
  private final WriteUnit unit;
  private final UnitWrites writes;
  private final Rights rights;

  UnitTransaction(WriteUnit unit, UnitWrites writes, Rights rights) {
    this.unit = unit;
    this.writes = writes;
    this.rights = rights;
  }

  @Override
  public Optional<Item> get(String collection, Item key) {
    return writes.get(rights.read().apply(collection), ApiItems.of(key), unit).map(ApiItems::of);
  }

  @Override
  public Item put(String collection, Item item) {
    return ApiItems.of(writes.put(rights.write().apply(collection), ApiItems.of(item), unit));
  }

  @Override
  public Item create(String collection, Item item) {
    return ApiItems.of(writes.create(rights.write().apply(collection), ApiItems.of(item), unit));
  }

  @Override
  public void delete(String collection, Item key) {
    writes.delete(rights.write().apply(collection), ApiItems.of(key), unit);
  }
}
