package dev.larder.event;

/** No invocation handler supports the event. */
public class UnsupportedEventException extends InvocationFailedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param found a sentence that describes the event
   */
  public UnsupportedEventException(String found) {
    super(
        "The function does not support this event. "
            + found
            + " It supports HTTP requests through an API Gateway HTTP API or REST API, a Lambda"
            + " function URL or an Application Load Balancer; direct invocations with a request"
            + " such as {\"method\": \"GET\", \"path\": \"/items/a\"}, with optional headers and"
            + " body, or with a key of the collection items, such as {\"id\": \"a\"}; SQS"
            + " messages that each contain such a request; DynamoDB streams, EventBridge events"
            + " and schedules, if a handler is registered for them; the records that Lambda"
            + " sends to a failure queue; and other events for which there is a bean of type"
            + " EventHandler.");
  }
}
