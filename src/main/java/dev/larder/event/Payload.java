package dev.larder.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.larder.problem.ProblemType;
import java.nio.charset.StandardCharsets;

/** Payloads for invocations that are not HTTP requests. */
public final class Payload {
  /** The payload of an invocation without a result. */
  public static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private Payload() {}

  /** Whether the response is a problem of this type. */
  public static boolean isProblem(ApiResponse response, ProblemType type) {
    return response.status() == type.status() && response.text().contains('"' + type.uri() + '"');
  }

  /**
   * The payload for a response: a JSON body unchanged, other text as a JSON string, and {@code
   * null} for no body.
   */
  public static byte[] of(ApiResponse response) {
    if (response.body() == null || response.body().length == 0) {
      return NULL;
    }
    String type = response.header("Content-Type").orElse("");
    if (type.startsWith("application/json") || type.matches("[a-z]+/[^; ]+\\+json.*")) {
      return response.body();
    }
    String quoted =
        '"' + new String(JsonStringEncoder.getInstance().quoteAsString(response.text())) + '"';
    return quoted.getBytes(StandardCharsets.UTF_8);
  }
}
