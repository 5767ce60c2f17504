package dev.larder.event;

/** The event that the function was invoked with is none that it can answer. */
public class UnsupportedEventException extends InvocationFailedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param found what is known of the event, as a sentence
   */
  public UnsupportedEventException(String found) {
    super(
        "The event is none that this function answers. "
            + found
            + " It answers: requests that come through an API Gateway HTTP API or REST API, a"
            + " Lambda function URL or an Application Load Balancer; invoked directly,"
            + " {\"method\": \"GET\", \"path\": \"/items/a\"} with headers and body where needed,"
            + " or a key of the collection items, as {\"id\": \"a\"}; SQS messages that each hold"
            + " such a request; DynamoDB streams, EventBridge events and schedules, where a handler"
            + " is registered for them; and what Lambda has put into a failure queue.");
  }
}
