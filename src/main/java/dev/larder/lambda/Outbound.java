package dev.larder.lambda;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to an HTTP request, whatever takes it.
 *
 * @param headers each field with one value, whatever the case of its name; without Set-Cookie
 * @param cookies values of Set-Cookie
 * @param body null where there is none
 */
record Outbound(int status, Map<String, String> headers, List<String> cookies, byte[] body) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  Outbound withHeaders(Map<String, String> others) {
    return new Outbound(status, others, cookies, body);
  }

  /** Whether the body is text in UTF-8, which needs no base64. */
  boolean isText() {
    String type = headers.getOrDefault("Content-Type", "").toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.contains("json")
        || type.contains("xml")
        || type.contains("yaml");
  }
}
