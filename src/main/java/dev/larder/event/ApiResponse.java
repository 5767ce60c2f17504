package dev.larder.event;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A response of the HTTP API.
 *
 * @param headers one value per name; names in any case
 * @param body null for no body
 */
public record ApiResponse(int status, Map<String, String> headers, byte[] body) {

  /** Whether the request succeeded completely; 207 (Multi-Status) may contain failures. */
  public boolean isSuccess() {
    // A finished job redirects to its result.
    return status == 303 || (status < 300 && status != 207);
  }

  /** Whether the same request may succeed later. */
  public boolean isTransient() {
    return (status >= 500 && status != 501) || header("Retry-After").isPresent();
  }

  /** The value of a header field, by its case-insensitive name. */
  public Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** The body, decoded as UTF-8; empty for no body. */
  public String text() {
    return body == null ? "" : new String(body, StandardCharsets.UTF_8);
  }

  /** The exception that fails an invocation with this response; its message is the body. */
  public InvocationFailedException toException() {
    String told = body == null ? "The response has the status " + status + "." : text();
    return isTransient() ? new RequestFailedException(told) : new RequestRefusedException(told);
  }
}
