package dev.larder.api;

import java.util.Optional;

/**
 * A write of one item that a {@link WriteHook} sees before it is made.
 *
 * <pre>{@code
 * public void beforeWrite(ItemWrite write) {
 *   if (write.before().filter(order -> order.string("status").equals(Optional.of("shipped"))).isPresent()) {
 *     throw new Problem("https://example.com/problems/order-shipped", "The order was shipped", 409,
 *         "A shipped order cannot be changed.");
 *   }
 * }
 * }</pre>
 */
public interface ItemWrite {

  /** The name of the collection. */
  String collection();

  /** The item's key attributes. */
  Item key();

  /**
   * The item as it would be written, key included, without {@code _version}; empty if the write
   * deletes it. A patch is applied already.
   */
  Optional<Item> item();

  /**
   * Replaces the item to write. It is checked after all hooks, as any item is: its key and owner
   * must be as before, and it must conform to the collection's JSON Schema.
   *
   * @throws IllegalStateException if the write is a delete
   */
  void set(Item item);

  /**
   * The stored item before this write; empty if there is none. The first call reads it, strongly
   * consistently, unless Larder has read it already, and makes a condition of it: the item is
   * written only if it is still the same.
   *
   * @throws Problem if DynamoDB cannot be read
   */
  Optional<Item> before();

  /** The caller of the request; of a queue or a direct invocation, one that may do everything. */
  Caller caller();

  /**
   * Reads and writes of other items that belong to this write: all of them are made, or none. They
   * have the function's rights, not the caller's, and cost what a DynamoDB transaction costs, two
   * write units for each KB of each item.
   */
  Transaction transaction();
}
