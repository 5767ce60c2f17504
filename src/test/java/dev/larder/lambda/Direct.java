package dev.larder.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/** A request as it is sent to the function itself, and what comes back. */
final class Direct {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode event = MAPPER.createObjectNode();

  private Direct(String method, String path) {
    event.put("method", method).put("path", path);
  }

  static Direct of(String method, String path) {
    return new Direct(method, path);
  }

  Direct header(String name, String value) {
    event.withObject("/headers").put(name, value);
    return this;
  }

  Direct body(String json) {
    event.set("body", read(json));
    return this;
  }

  Direct text(String body) {
    event.put("body", body);
    return this;
  }

  @Override
  public String toString() {
    return event.toString();
  }

  /**
   * What Lambda puts into a failure queue, as "Adding a destination" of its developer guide has it.
   */
  static String failureRecord(String requestId, Object event, Duration age) {
    return """
        {"version": "1.0", "timestamp": "%s",
         "requestContext": {"requestId": "%s",
           "functionArn": "arn:aws:lambda:eu-central-1:123456789012:function:larder:live",
           "condition": "RetriesExhausted", "approximateInvokeCount": 3},
         "requestPayload": %s,
         "responseContext": {"statusCode": 200, "executedVersion": "7",
           "functionError": "Unhandled"},
         "responsePayload": {"errorMessage": "Task timed out after 300.00 seconds"}}
        """
        .formatted(Instant.now().minus(age), requestId, event);
  }

  /** The payload of an invocation that must have succeeded. */
  static JsonNode payload(RuntimeApi.Outcome outcome) {
    if (outcome.failed()) {
      throw new AssertionError("The invocation failed: " + outcome.text());
    }
    return read(outcome.text());
  }

  /** What an invocation failed with, which must have. */
  static Failure failure(RuntimeApi.Outcome outcome) {
    if (!outcome.failed()) {
      throw new AssertionError("The invocation succeeded: " + outcome.text());
    }
    JsonNode error = read(outcome.text());
    return new Failure(error.path("errorType").asText(), error.path("errorMessage").asText());
  }

  record Failure(String type, String message) {
    /** The message of a request that had an answer: problem details. */
    JsonNode problem() {
      return read(message);
    }
  }

  static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }
}
