package dev.larder.api;

/**
 * Handles events and schedules of EventBridge. Implement it as a CDI bean: every event goes to each
 * bean that accepts it, with a request context active.
 *
 * <pre>{@code
 * @Singleton
 * public class Nightly implements BusEventHandler {
 *   public boolean accepts(BusEvent event) {
 *     return event.isSchedule();
 *   }
 *
 *   public void handle(BusEvent event) {
 *     closeOrdersBefore(event.time());
 *   }
 * }
 * }</pre>
 *
 * <p>If a handler throws, the invocation fails and Lambda repeats it, twice by default, with all
 * handlers; EventBridge itself may also deliver an event more than once. So handling must be
 * idempotent. A repeated event has the same {@link BusEvent#id()}.
 */
public interface BusEventHandler {

  /** Whether this handler wants the event. */
  boolean accepts(BusEvent event);

  /**
   * Handles an event that this handler accepted.
   *
   * @throws Exception if Lambda is to repeat the invocation; the message of the failed invocation
   *     names class and message of the exception
   */
  void handle(BusEvent event) throws Exception;
}
