package dev.larder.lambda.log;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the log says of an invocation that was no HTTP request, or failed.
 *
 * @param errorType the class of what it failed with; null where it did not fail
 * @param durationMs milliseconds that it took, in hundredths
 */
public record InvocationLogEntry(String errorType, double durationMs) implements LogEntry {

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("failed", errorType != null);
    if (errorType != null) {
      fields.put("errorType", errorType);
    }
    fields.put("durationMs", durationMs);
    return fields;
  }

  @Override
  public String toString() {
    return (errorType == null ? "done" : errorType) + " " + durationMs + " ms";
  }
}
