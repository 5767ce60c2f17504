package dev.larder.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.Identity;
import dev.larder.text.Unicode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A request as a JSON object with {@code method}, {@code path} (which may contain a query), and
 * optionally {@code headers} and {@code body}. A body that is a string is sent as it is, any other
 * value as its JSON.
 */
public final class DirectRequest {
  private static final Set<String> MEMBERS = Set.of("method", "path", "headers", "body");
  private static final Set<String> WRITES = Set.of("PUT", "POST", "PATCH", "DELETE");

  /** The root, where a POST is a look-up and not a write. */
  private static final Pattern ROOT = Pattern.compile("/?(\\?.*)?", Pattern.DOTALL);

  private DirectRequest() {}

  /** Whether the event is such a request and has no other members. */
  public static boolean matches(Event event) {
    return event.member("method").isTextual()
        && event.member("path").isTextual()
        && MEMBERS.containsAll(event.names());
  }

  /**
   * Reads the request from an event for which {@link #matches} holds.
   *
   * @param repeatKey stays the same when the event is delivered again; it becomes the
   *     Idempotency-Key of a write that has none
   * @throws IllegalArgumentException if headers or body are not valid; the message completes a
   *     sentence and quotes no values
   */
  public static ApiRequest of(Event event, String repeatKey) {
    String method = event.member("method").textValue();
    String path = event.member("path").textValue();
    Map<String, String> headers = headers(event);
    byte[] body = body(event);
    if (body != null) {
      headers.putIfAbsent(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
    }
    if (isWrite(method, path)) {
      headers.putIfAbsent(IdempotentRequest.HEADER, repeatKey);
    }
    return new ApiRequest(method, path, headers, body, Identity.INVOKER);
  }

  /** Whether the request in an event writes; {@link #matches} must hold for the event. */
  public static boolean isWrite(Event event) {
    return isWrite(event.member("method").textValue(), event.member("path").textValue());
  }

  public static boolean isWrite(String method, String path) {
    return WRITES.contains(method) && !ROOT.matcher(path).matches();
  }

  private static Map<String, String> headers(Event event) {
    JsonNode members = event.memberWithoutDuplicates("headers");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    boolean taken = members.isObject() || !event.names().contains("headers") || members.isNull();
    for (Map.Entry<String, JsonNode> header : members.properties()) {
      JsonNode value = header.getValue();
      taken &= value.isValueNode() && !value.isNull();
      taken &= headers.put(header.getKey(), value.asText()) == null;
    }
    if (!taken) {
      // Refused, not skipped: the field may be the precondition of a write.
      throw new IllegalArgumentException(
          "its headers are not an object with one string for each case-insensitive name, as in"
              + " {\"If-None-Match\": \"*\"}");
    }
    return headers;
  }

  private static byte[] body(Event event) {
    if (event.isContainer("body")) {
      return event.json("body");
    }
    JsonNode body = event.member("body");
    if (body.isMissingNode() || body.isNull()) {
      return null;
    }
    String text = body.asText();
    if (!Unicode.isUnicode(text)) {
      throw new IllegalArgumentException(
          "its body has an unpaired surrogate, which is not valid Unicode");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
