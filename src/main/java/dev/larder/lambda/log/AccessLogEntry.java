package dev.larder.lambda.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the log says of a request that was answered.
 *
 * @param route the path with names for its variable parts: keys do not belong in a log
 * @param durationMs milliseconds that the response took, in hundredths
 * @param consumed the answer's {@code Larder-Consumed-Capacity}
 * @param coldStart whether it is the first of its container
 */
public record AccessLogEntry(
    String method,
    String route,
    int status,
    double durationMs,
    Optional<String> consumed,
    boolean coldStart)
    implements LogEntry {

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("method", method);
    fields.put("route", route);
    fields.put("status", status);
    fields.put("durationMs", durationMs);
    consumed.ifPresent(units -> fields.put("consumed", units));
    return fields;
  }

  @Override
  public String toString() {
    return method + " " + route + " " + status + " " + durationMs + " ms";
  }
}
