package dev.larder.event;

/**
 * What is to be done about events of EventBridge and at times of a schedule. Each CDI bean of this
 * type is asked for every such event, with a request context active, and all that accept it handle
 * it.
 *
 * <p>Where a handler fails, the invocation does, and Lambda repeats it, twice unless configured
 * otherwise; and EventBridge itself may deliver an event more than once. So a handler must be
 * repeatable, the ones that did not fail too: it meets an event again, and knows it by its {@link
 * BusEvent#id()}.
 */
public interface BusEventHandler {

  /** Whether the event is one for this handler. */
  boolean accepts(BusEvent event);

  /**
   * Handles an event that it accepts.
   *
   * @throws Exception where the event is to be delivered again; class and message become those of
   *     the failed invocation
   */
  void handle(BusEvent event) throws Exception;
}
