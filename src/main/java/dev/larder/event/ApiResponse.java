package dev.larder.event;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What the HTTP API answered.
 *
 * @param headers names in any case, each once
 * @param body null where there is none
 */
public record ApiResponse(int status, Map<String, String> headers, byte[] body) {

  /** Whether the request did all that it was to do. */
  public boolean isSuccess() {
    // A job that is done refers to its result.
    return status == 303 || (status < 300 && status != 207);
  }

  /** Whether a repeat may do what this request did not. */
  public boolean isTransient() {
    return (status >= 500 && status != 501) || header("Retry-After").isPresent();
  }

  /** A header field's value, whatever the case of its name. */
  public Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** The body as text; empty where there is none. */
  public String text() {
    return body == null ? "" : new String(body, StandardCharsets.UTF_8);
  }

  /** Why the invocation is to fail that this is the answer of. */
  public InvocationFailedException failure() {
    String told = body == null ? "The response has the status " + status + "." : text();
    return isTransient() ? new RequestFailedException(told) : new RequestRefusedException(told);
  }
}
