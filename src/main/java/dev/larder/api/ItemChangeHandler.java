package dev.larder.api;

/**
 * Handles changes of items. Implement it as a CDI bean: each bean gets the changes of every
 * DynamoDB stream that invokes the function, with a request context active. Changes of one item
 * arrive in their order.
 *
 * <pre>{@code
 * @Singleton
 * public class Search implements ItemChangeHandler {
 *   public void handle(ItemChange change) throws IOException {
 *     index.replace(change.key(), change.after());
 *   }
 * }
 * }</pre>
 *
 * <p>If a handler fails, Lambda delivers the batch again from that change on, to all handlers,
 * until it succeeds or reaches the limits of the event source mapping. A record that cannot be read
 * is such a failure, but handlers get the changes after it all the same. So handling must be
 * idempotent. A repeated change has the same {@link ItemChange#id()}.
 */
public interface ItemChangeHandler {

  /**
   * Handles one change.
   *
   * @throws Exception if Lambda is to deliver the change again
   */
  void handle(ItemChange change) throws Exception;
}
