package dev.larder.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.larder.problem.ProblemType;
import java.nio.charset.StandardCharsets;

/** What an invocation is answered with that is no HTTP request. */
public final class Payload {
  /** Of an invocation that has nothing to answer. */
  public static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private Payload() {}

  /** Whether an answer is a problem of this type. */
  public static boolean is(ApiResponse response, ProblemType type) {
    return response.status() == type.status() && response.text().contains('"' + type.uri() + '"');
  }

  /**
   * The body of an answer, as it is where it is JSON, as a JSON string where it is other text, and
   * {@code null} where there is none.
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
