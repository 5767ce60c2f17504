package dev.larder.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.Identity;
import dev.larder.text.Texts;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A request as a JSON object, with {@code method}, {@code path} (and the query behind a question
 * mark), {@code headers} and {@code body}. A body that is a string is sent as it is, any other as
 * its JSON.
 */
public final class DirectRequest {
  private static final Set<String> MEMBERS = Set.of("method", "path", "headers", "body");
  private static final Set<String> WRITES = Set.of("PUT", "POST", "PATCH", "DELETE");

  /** A POST there looks an item up. */
  private static final Pattern ROOT = Pattern.compile("/?(\\?.*)?", Pattern.DOTALL);

  private DirectRequest() {}

  /** Whether an event is one, and nothing else. */
  public static boolean isOne(Event event) {
    return event.member("method").isTextual()
        && event.member("path").isTextual()
        && MEMBERS.containsAll(event.names());
  }

  /**
   * The request of an event that is one.
   *
   * @param repeatKey the same whenever it comes again; the Idempotency-Key of a write without one
   * @throws IllegalArgumentException where its headers or its body are none; the message ends a
   *     sentence, and quotes nothing
   */
  public static ApiRequest of(Event event, String repeatKey) {
    String method = event.member("method").textValue();
    String path = event.member("path").textValue();
    Map<String, String> headers = headers(event);
    byte[] body = body(event);
    if (body != null) {
      headers.putIfAbsent(HttpHeaders.CONTENT_TYPE, mediaType(method, body));
    }
    if (isWrite(method, path)) {
      headers.putIfAbsent(IdempotentRequest.FIELD, repeatKey);
    }
    return new ApiRequest(method, path, headers, body, Identity.INVOKER);
  }

  /** Whether an event that is one writes. */
  public static boolean isWrite(Event event) {
    return isWrite(event.member("method").textValue(), event.member("path").textValue());
  }

  public static boolean isWrite(String method, String path) {
    return WRITES.contains(method) && !ROOT.matcher(path).matches();
  }

  private static Map<String, String> headers(Event event) {
    JsonNode members = event.unambiguous("headers");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    boolean taken = members.isObject() || !event.names().contains("headers") || members.isNull();
    for (Map.Entry<String, JsonNode> header : members.properties()) {
      JsonNode value = header.getValue();
      taken &= value.isValueNode() && !value.isNull();
      taken &= headers.put(header.getKey(), value.asText()) == null;
    }
    if (!taken) {
      // What is left out may be the condition of a write.
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
    if (!Texts.isUnicode(text)) {
      throw new IllegalArgumentException(
          "its body has an unpaired surrogate, which is not valid Unicode");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String mediaType(String method, byte[] body) {
    if (!method.equals("PATCH")) {
      return "application/json";
    }
    return body.length > 0 && body[0] == '['
        ? "application/json-patch+json"
        : "application/merge-patch+json";
  }
}
