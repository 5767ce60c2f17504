package dev.larder.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request as it is sent to the function itself, and what comes back. */
public final class Direct {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectReader WHOLE =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** The message of a failure whose answer has no body. */
  private static final Pattern BARE = Pattern.compile("The response has the status (\\d{3})\\.");

  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final Map<String, String> PROBLEM =
      Map.of("Content-Type", "application/problem+json");

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

  /** The event of a client's request. */
  static ObjectNode event(Gateway.Request request) {
    Direct direct = of(request.method(), request.target());
    request.headers().forEach((name, values) -> direct.header(name, String.join(", ", values)));
    if (request.body() != null) {
      String text =
          request.base64()
              ? new String(Base64.getDecoder().decode(request.body()), StandardCharsets.UTF_8)
              : request.body();
      JsonNode json = isJson(request) ? lenient(text) : MissingNode.getInstance();
      direct.event.set("body", json.isContainerNode() ? json : TextNode.valueOf(text));
    }
    return direct.event;
  }

  private static boolean isJson(Gateway.Request request) {
    String type = String.join("", request.headers().getOrDefault("content-type", List.of()));
    return type.matches("application/(json|[^;]*\\+json)(;.*)?");
  }

  private static JsonNode lenient(String text) {
    try {
      return WHOLE.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * The answer to a client's request, as far as an invocation tells it: a failure has a status, in
   * its problem or its message. A success has no status and no header fields: with a body it is
   * 200; without one it is 404 to GET, which says so that there is no item, 200 to HEAD, and 204 to
   * other methods. The part of a bulk write that has failed makes a failure without a status, 207.
   */
  static HttpEvent.Answer answer(String method, RuntimeApi.Outcome outcome) {
    if (outcome.failed()) {
      Failure failure = failure(outcome);
      Matcher bare = BARE.matcher(failure.message());
      if (bare.matches()) {
        return answer(Integer.parseInt(bare.group(1)), Map.of(), null);
      }
      JsonNode problem = failure.problem();
      return problem.has("status")
          ? answer(problem.get("status").intValue(), PROBLEM, failure.message())
          : answer(207, JSON, failure.message());
    }
    JsonNode payload = payload(outcome);
    if (payload.isNull()) {
      return answer(method.equals("GET") ? 404 : method.equals("HEAD") ? 200 : 204, Map.of(), null);
    }
    return payload.isTextual()
        ? answer(200, Map.of(), payload.textValue())
        : answer(200, JSON, outcome.text());
  }

  private static HttpEvent.Answer answer(int status, Map<String, String> headers, String body) {
    return new HttpEvent.Answer(status, null, headers, body);
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

  public static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }
}
