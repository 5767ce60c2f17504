package dev.larder.dynamo;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.KeyIdentity;

/** A table and a key in it, the same for all collections that have items there. */
public record ItemPlace(String table, KeyIdentity key) {
  public static ItemPlace of(StoredTable table, Item key) {
    return new ItemPlace(table.name(), KeyIdentity.of(table.storedKey(key)));
  }
}
