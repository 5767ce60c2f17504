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
  public static boolean is(ApiResponse answer, ProblemType type) {
    return answer.status() == type.status() && answer.text().contains('"' + type.uri() + '"');
  }

  /**
   * The body of an answer, as it is where it is JSON, as a JSON string where it is other text, and
   * {@code null} where there is none.
   */
  public static byte[] of(ApiResponse answer) {
    if (answer.body() == null || answer.body().length == 0) {
      return NULL;
    }
    String type = answer.header("Content-Type").orElse("");
    if (type.startsWith("application/json") || type.matches("[a-z]+/[^; ]+\\+json.*")) {
      return answer.body();
    }
    String quoted =
        '"' + new String(JsonStringEncoder.getInstance().quoteAsString(answer.text())) + '"';
    return quoted.getBytes(StandardCharsets.UTF_8);
  }
}
