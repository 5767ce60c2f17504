package dev.larder.event.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.ApiRequest;
import dev.larder.event.DirectRequest;
import dev.larder.event.Event;
import dev.larder.event.UnsupportedEventException;
import dev.larder.text.Unicode;
import java.nio.charset.StandardCharsets;

/**
 * A message of an SQS queue.
 *
 * @param id stays the same when the message is delivered again
 * @param queue the queue's ARN
 * @param group messages of one group keep their order; in a standard queue each message is its own
 *     group
 */
record SqsMessage(String id, String queue, String group, String body) {

  static SqsMessage of(JsonNode record) {
    String id = record.path("messageId").asText();
    String queue = record.path("eventSourceARN").asText();
    // In standard queues, message groups only balance tenants (fair queues); they do not order.
    String group =
        queue.endsWith(".fifo") ? record.path("attributes").path("MessageGroupId").asText() : id;
    return new SqsMessage(id, queue, group, record.path("body").asText());
  }

  /**
   * The write in the message. Its Idempotency-Key is the message id, unless the message has one of
   * its own. Prefer is replaced: nobody receives the response, so none need be stored, and after
   * {@code respond-async} SQS would delete the message before the write is done.
   *
   * @throws IllegalArgumentException if the body is not a valid write; the message completes a
   *     sentence and quotes no values
   */
  ApiRequest request() {
    if (!Unicode.isUnicode(body)) {
      throw new IllegalArgumentException(
          "its body has an unpaired surrogate, which is not valid Unicode");
    }
    Event event;
    try {
      event = new Event(body.getBytes(StandardCharsets.UTF_8));
    } catch (UnsupportedEventException e) {
      throw new IllegalArgumentException("its body cannot be parsed as JSON", e);
    }
    if (!DirectRequest.matches(event)) {
      throw new IllegalArgumentException(
          "its body is not a request such as {\"method\": \"PUT\", \"path\": \"/items/a\","
              + " \"body\": {}}");
    }
    ApiRequest request = DirectRequest.of(event, id);
    if (!DirectRequest.isWrite(request.method(), request.path())) {
      throw new IllegalArgumentException(
          "its request is not a write, and a queue cannot return the response of a read");
    }
    request.headers().put("Prefer", "return=minimal");
    return request;
  }
}
