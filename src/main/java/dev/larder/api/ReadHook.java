package dev.larder.api;

import java.util.Set;

/**
 * Sees every item of its collections after it was read or written and before it is in a response:
 * of a GET, a page in any format, a batch get, or a write that answers with its item. Implement it
 * as a CDI bean.
 *
 * <pre>{@code
 * @Singleton
 * public class Age implements ReadHook {
 *   public Set<String> collections() {
 *     return Set.of("people");
 *   }
 *
 *   public Item afterRead(Item person, Caller caller) {
 *     return person.with("age", ageOf(person)).without("born");
 *   }
 * }
 * }</pre>
 *
 * <p>Conditions, entity tags and {@code _version} are those of the stored item. Own code, write
 * hooks and DynamoDB streams see stored items.
 */
public interface ReadHook {

  /** The names of the collections whose items this hook sees. */
  Set<String> collections();

  /**
   * Called before an item is in a response.
   *
   * @param item the whole stored item, key and {@code _version} included
   * @return the item to answer, of which the query parameter {@code fields} then selects
   * @throws Problem to answer the whole request with it
   */
  Item afterRead(Item item, Caller caller);
}
