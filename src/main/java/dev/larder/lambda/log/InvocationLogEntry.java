package dev.larder.lambda.log;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The log entry of an invocation that was not an HTTP request or that failed.
 *
 * @param errorType the class of the exception; null if the invocation succeeded
 * @param durationMs duration in milliseconds, to hundredths
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
