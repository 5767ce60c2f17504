package dev.larder.api;

import java.util.Set;

/**
 * Sees every write of its collections before it is made, whichever way it came: PUT, POST, PATCH,
 * DELETE, bulk, transaction, queue, job, direct invocation or own code. Implement it as a CDI bean.
 *
 * <pre>{@code
 * @Singleton
 * public class OrderTotal implements WriteHook {
 *   public Set<String> collections() {
 *     return Set.of("orders");
 *   }
 *
 *   public void beforeWrite(ItemWrite write) {
 *     write.item().ifPresent(order -> write.set(order.with("total", totalOf(order))));
 *   }
 * }
 * }</pre>
 *
 * <p>A hook may change the item, read it and others, add writes to the same transaction, and refuse
 * the write by throwing a {@link Problem}. Any other exception is a 500, and nothing is written.
 *
 * <p>If something that the hook has read changes before the write, Larder calls the hooks again, a
 * few times. So a hook has no effects of its own: it calls no other service, and keeps no state.
 * Hooks of a collection are called in the order of their priorities ({@link
 * jakarta.annotation.Priority}, the lowest first), each with the item as the one before left it.
 */
public interface WriteHook {

  /** The names of the collections whose writes this hook sees. */
  Set<String> collections();

  /**
   * Called before a write is made.
   *
   * @throws Problem to refuse the write; in a bulk write, only this entry
   */
  void beforeWrite(ItemWrite write);
}
