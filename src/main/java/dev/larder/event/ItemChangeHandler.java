package dev.larder.event;

import dev.larder.dynamo.Deadline;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Handles changes of items. Implement it as a CDI bean: each bean gets the changes of every
 * DynamoDB stream that invokes the function, with a request context active. Changes of one item
 * arrive in their order.
 *
 * <p>If a handler fails, Lambda delivers the batch again from that change on, to all handlers,
 * until it succeeds or reaches the limits of the event source mapping. A record that cannot be read
 * is such a failure, but handlers get the changes after it all the same. So handling must be
 * idempotent. A repeated change has the same {@link ItemChange#id()}.
 */
public interface ItemChangeHandler {

  /** Whether this handler gets changes; false if it is not configured. */
  default boolean isActive() {
    return true;
  }

  /**
   * Handles one change.
   *
   * @throws Exception if Lambda is to deliver the change again
   */
  void handle(ItemChange change) throws Exception;

  /**
   * Handles changes in their order, until one fails or the invocation has no time left.
   *
   * @return the number of changes handled before that
   */
  default int handle(List<ItemChange> changes) {
    Deadline deadline = CDI.current().select(Deadline.class).get();
    for (int handled = 0; handled < changes.size(); handled++) {
      ItemChange change = changes.get(handled);
      if (deadline.isOver()) {
        return handled;
      }
      try {
        handle(change);
      } catch (Exception | Error e) {
        Logger.getLogger(getClass())
            .errorf(e, "The handler failed for change %s of table %s", change.id(), change.table());
        return handled;
      }
    }
    return changes.size();
  }
}
