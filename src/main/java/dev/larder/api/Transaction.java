package dev.larder.api;

import java.util.Optional;

/**
 * Reads and writes that take effect together or not at all. Writes are made after the code that
 * adds them has returned. Everything that it has read is a condition: if another writer has changed
 * one of these items, nothing is written, and the code runs again.
 *
 * <pre>{@code
 * Item stock = transaction.get("stock", Item.of("sku", sku)).orElseThrow();
 * transaction.put("stock", stock.with("left", left - 1));
 * transaction.create("outbox", Item.of("event", "OrderPlaced", "order", id));
 * }</pre>
 *
 * <p>A transaction reads and writes at most 100 items (99 with an Idempotency-Key). Each write
 * calls the {@link WriteHook hooks} of its collection.
 */
public interface Transaction {

  /**
   * Reads an item, strongly consistently; one that this transaction writes is as it will be.
   *
   * @param key the key attributes
   * @throws Problem if there is no such collection, or DynamoDB cannot be read
   */
  Optional<Item> get(String collection, Item key);

  /**
   * Creates or replaces an item. If it has a {@code _version}, that must be the stored one.
   *
   * @param item with its key
   * @return the item with its new {@code _version}
   * @throws Problem if there is no such collection, or the item is not valid
   */
  Item put(String collection, Item item);

  /**
   * Creates an item; the transaction fails with {@code item-exists} if it exists.
   *
   * @param item may lack a string key attribute, for which a UUIDv7 is generated
   * @return the item with its key and its {@code _version}
   * @throws Problem if there is no such collection, or the item is not valid
   */
  Item create(String collection, Item item);

  /**
   * Deletes an item, if it exists.
   *
   * @param key the key attributes; with {@code _version}, only that version is deleted
   * @throws Problem if there is no such collection
   */
  void delete(String collection, Item key);
}
