package dev.larder.event.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.ApiRequest;
import dev.larder.event.DirectRequest;
import dev.larder.event.Event;
import dev.larder.event.UnsupportedEventException;
import java.nio.charset.StandardCharsets;

/**
 * A message of an SQS queue.
 *
 * @param id stays the same when the message is delivered again
 * @param queue the queue's ARN
 * @param group messages of one group keep their order; those of a queue without order have a group
 *     of their own each
 */
record SqsMessage(String id, String queue, String group, String body) {

  static SqsMessage of(JsonNode record) {
    String id = record.path("messageId").asText();
    String queue = record.path("eventSourceARN").asText();
    // Standard queues have message groups too, for fairness alone.
    String group =
        queue.endsWith(".fifo") ? record.path("attributes").path("MessageGroupId").asText() : id;
    return new SqsMessage(id, queue, group, record.path("body").asText());
  }

  /**
   * The write that the message asks for. Its Idempotency-Key is the message's id, unless it has one
   * of its own. What it prefers is left out: nobody gets the answer, and with one before the write
   * is done, as {@code respond-async} has it, the message would be gone.
   *
   * @throws IllegalArgumentException where it asks for none; the message ends a sentence, and
   *     quotes nothing
   */
  ApiRequest request() {
    Event event;
    try {
      event = new Event(body.getBytes(StandardCharsets.UTF_8));
    } catch (UnsupportedEventException e) {
      throw new IllegalArgumentException("its body cannot be parsed as JSON", e);
    }
    if (!DirectRequest.isOne(event)) {
      throw new IllegalArgumentException(
          "its body is not a request such as {\"method\": \"PUT\", \"path\": \"/items/a\","
              + " \"body\": {}}");
    }
    ApiRequest request = DirectRequest.of(event, id);
    if (!DirectRequest.isWrite(request.method(), request.path())) {
      throw new IllegalArgumentException(
          "its request is not a write, and a queue cannot return the response of a read");
    }
    request.headers().remove("Prefer");
    return request;
  }
}
