package dev.larder.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.event.Samples;
import dev.larder.lambda.Gateway;
import dev.larder.lambda.RuntimeApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What holds for the outcome of every invocation, whatever the event. */
final class EventCheck {
  private static final ObjectMapper LENIENT = new ObjectMapper();

  private static final String PACKAGE = "dev.larder.event.";

  private static final Set<String> DIRECT = Set.of("method", "path", "headers", "body");

  private EventCheck() {}

  /**
   * Holds an outcome against what was sent.
   *
   * @return what kind of outcome it was, for a count
   */
  static String check(byte[] event, RuntimeApi.Outcome outcome) {
    return outcome.failed() ? failure(event, outcome) : success(event, outcome);
  }

  private static String failure(byte[] event, RuntimeApi.Outcome outcome) {
    JsonNode error = Json.read(outcome.text());
    String type = error.path("errorType").asText();
    String message = error.path("errorMessage").asText();
    switch (type) {
      case PACKAGE + "UnsupportedEventException" -> AnswerCheck.text(message);
      case PACKAGE + "RequestRefusedException", PACKAGE + "RequestFailedException" ->
          refusal(message);
      // What a schedule has found that does not fit
      case PACKAGE + "HandlerFailedException" ->
          assertTrue(isSchedule(lenient(event).orElseThrow()), message);
      default -> throw new AssertionError("It failed with " + outcome.text());
    }
    return type.substring(PACKAGE.length());
  }

  private static void refusal(String message) {
    if (message.matches("The response has the status (304|4\\d\\d)\\.")
        || message.contains("... (truncated from ")) {
      return;
    }
    JsonNode body = Json.read(message);
    if (body.has("results")) {
      AnswerCheck.results(body);
    } else {
      AnswerCheck.problem(body);
    }
  }

  private static String success(byte[] bytes, RuntimeApi.Outcome outcome) {
    JsonNode payload = Json.read(outcome.text());
    Optional<JsonNode> event = lenient(bytes);
    assertTrue(event.isPresent(), "What is no JSON was answered: " + outcome.text());
    if (payload.path("statusCode").isInt() && payload.has("isBase64Encoded")) {
      JsonNode context = event.get().path("requestContext");
      Gateway gateway = gateway(payload);
      assertTrue(
          context.path("http").path("method").isTextual()
              || event.get().path("httpMethod").isTextual(),
          "It is no request: " + outcome.text());
      AnswerCheck.http(gateway.answer(outcome), outcome.requestId());
      return "http";
    }
    if (payload.path("next").isArray()) {
      assertEquals(Samples.read("hello-world"), event.get());
      return "console test";
    }
    if (payload.path("batchItemFailures").isArray()) {
      batch(event.get().path("Records"), payload);
      return "batch";
    }
    if (isDirect(event.get())) {
      return "direct";
    }
    if (isKey(event.get())) {
      return "lookup";
    }
    assertTrue(payload.isNull() && (isJob(event.get()) || isSchedule(event.get())), outcome.text());
    return "job or schedule";
  }

  private static Gateway gateway(JsonNode payload) {
    if (payload.has("statusDescription")) {
      return payload.has("headers") ? Gateway.LOAD_BALANCER : Gateway.LOAD_BALANCER_MULTI_VALUE;
    }
    return payload.has("headers") ? Gateway.HTTP_API : Gateway.REST_API;
  }

  private static void batch(JsonNode records, JsonNode payload) {
    assertTrue(records.isArray() && !records.isEmpty(), "There are no records");
    List<String> failed = new ArrayList<>();
    payload
        .path("batchItemFailures")
        .forEach(each -> failed.add(each.path("itemIdentifier").textValue()));
    List<String> ids = new ArrayList<>();
    for (JsonNode record : records) {
      String source = record.path("eventSource").asText();
      boolean message = source.equals("aws:sqs");
      assertTrue(message || source.equals("aws:dynamodb"), source);
      String id =
          message
              ? record.path("messageId").asText()
              : record.path("dynamodb").path("SequenceNumber").asText();
      ids.add(id);
      if (message && !failed.contains(id)) {
        Optional<JsonNode> body =
            lenient(record.path("body").asText().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertTrue(
            body.isPresent() && isDirect(body.get()), "The message is no request: " + record);
      }
    }
    assertTrue(ids.containsAll(failed), () -> failed + " of " + ids);
  }

  private static boolean isDirect(JsonNode event) {
    List<String> names = new ArrayList<>();
    event.fieldNames().forEachRemaining(names::add);
    return event.path("method").isTextual()
        && event.path("path").isTextual()
        && DIRECT.containsAll(names);
  }

  private static boolean isKey(JsonNode event) {
    return event.size() == 1 && event.path("id").isTextual();
  }

  private static boolean isJob(JsonNode event) {
    return event.path("job").isTextual() && event.path("request").isObject();
  }

  private static boolean isSchedule(JsonNode event) {
    return event.path("detail-type").asText().equals("Scheduled Event")
        && Set.of("aws.events", "aws.scheduler").contains(event.path("source").asText());
  }

  private static Optional<JsonNode> lenient(byte[] json) {
    try {
      return Optional.of(LENIENT.readTree(json)).filter(read -> !read.isMissingNode());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
