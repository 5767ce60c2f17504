package dev.larder.lambda.log;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the log says of an invocation that was no HTTP request, or failed.
 *
 * @param errorType the class of what it failed with; null where it did not fail
 */
public record InvocationLogEntry(String errorType, long nanos) implements LogEntry {

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("failed", errorType != null);
    if (errorType != null) {
      fields.put("errorType", errorType);
    }
    fields.put("durationMs", LogEntry.millis(nanos));
    return fields;
  }

  @Override
  public String toString() {
    return (errorType == null ? "done" : errorType) + " " + LogEntry.millis(nanos) + " ms";
  }
}
