package dev.larder.api;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The collections, for own code: resources, event handlers and schedules. Inject it. Each method
 * does what the HTTP API does, with the same conditions, versions, hooks, limits, cost and
 * deadline, and throws the same problems.
 *
 * <pre>{@code
 * @Path("/orders/{id}/cancel")
 * public class CancelOrder {
 *   @Inject Larder larder;
 *
 *   @POST
 *   @Authenticated
 *   public Item cancel(@PathParam("id") String id) {
 *     return larder.update("orders", Item.of("id", id), order -> order.with("status", "cancelled"));
 *   }
 * }
 * }</pre>
 *
 * <p>It has the rights of the request's caller: roles, and ownership where the collection has
 * owners. Event handlers have no caller, and use {@link #asFunction}.
 */
public interface Larder {

  /** The same collections with the rights of the function, which may do everything. */
  Larder asFunction();

  /**
   * Reads an item, strongly consistently.
   *
   * @param key the key attributes
   */
  Optional<Item> get(String collection, Item key);

  /**
   * Reads a page.
   *
   * @throws Problem {@code unserved-query} if no key or index serves the query
   */
  Page query(String collection, Query query);

  /**
   * Creates or replaces an item. If it has a {@code _version}, as an item that was read has, that
   * must be the stored one.
   *
   * @param item with its key
   * @return the item with its new {@code _version}
   * @throws Problem {@code precondition-failed} if another version is stored
   */
  Item put(String collection, Item item);

  /**
   * Creates an item.
   *
   * @param item may lack a string key attribute, for which a UUIDv7 is generated
   * @return the item with its key and its {@code _version}
   * @throws Problem {@code item-exists}
   */
  Item create(String collection, Item item);

  /**
   * Reads an item, changes it, and writes it if it has not changed since; else does so again, a few
   * times.
   *
   * @param change gets the stored item and returns the item to write; has no other effects
   * @return the item with its new {@code _version}
   * @throws Problem {@code item-not-found}; {@code write-conflict}
   */
  Item update(String collection, Item key, UnaryOperator<Item> change);

  /**
   * Deletes an item, if it exists.
   *
   * @param key the key attributes; with {@code _version}, only that version is deleted
   * @throws Problem {@code precondition-failed} if another version is stored
   */
  void delete(String collection, Item key);

  /**
   * Makes several reads and writes that take effect together or not at all. In a resource that is
   * {@link Idempotent}, the request's Idempotency-Key is recorded in the same transaction.
   *
   * @param work adds writes; has no other effects, since it runs again if what it has read changes
   * @return what {@code work} returned
   * @throws Problem {@code transaction-failed}; {@code write-conflict}
   */
  <T> T transact(Function<Transaction, T> work);
}
