package dev.larder.event;

import dev.larder.dynamo.Deadline;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * What is to be done when items change. Each CDI bean of this type gets the changes of every
 * DynamoDB stream that invokes the function, those of one item in their order, with a request
 * context active.
 *
 * <p>Where a handler fails, Lambda delivers the changes from there on again, to all handlers, until
 * it succeeds or the event source mapping's bounds are reached: a handler meets a change more than
 * once, and knows it by its {@link ItemChange#id()}.
 */
public interface ItemChangeHandler {

  /** Whether it takes part; one that is not configured does not. */
  default boolean isActive() {
    return true;
  }

  /**
   * Handles one change.
   *
   * @throws Exception where it is to be delivered again
   */
  void handle(ItemChange change) throws Exception;

  /**
   * Handles changes in their order, until one fails or there is no time left for the next.
   *
   * @return how many were handled before that; all, where none failed
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
