package dev.larder.event;

import com.amazonaws.services.lambda.runtime.Context;

/**
 * Handles one type of event. Each bean of this type decides which events it accepts, what payload
 * it returns, and how an invocation fails.
 */
public interface InvocationHandler {

  /** The type of event as the log names it, such as {@code sqs}. */
  String eventType();

  /** Whether this handler accepts the event; at most one handler accepts an event. */
  boolean accepts(Event event);

  /**
   * Handles an event that this handler accepted. All work must have ended when the method returns
   * or throws, because Lambda then freezes the container.
   *
   * @return the payload, as JSON in UTF-8
   * @throws InvocationFailedException to fail the invocation
   */
  byte[] handle(Event event, Context context);

  /**
   * Whether the event makes a write that only the Lambda request id protects from being repeated.
   * That protection ends some hours later, when the idempotency record expires.
   */
  default boolean isWrite(Event event) {
    return false;
  }

  /**
   * Handles an event again after its invocation failed, as if Lambda repeated the invocation.
   *
   * @param requestId the request id of the failed invocation
   * @throws InvocationFailedException as {@link #handle}
   */
  default byte[] handleAgain(Event event, String requestId, Context context) {
    return handle(event, context);
  }
}
