package dev.larder.lambda.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The log entry of an HTTP request.
 *
 * @param route the path template; the path itself has keys, which do not belong in a log
 * @param durationMs duration in milliseconds, to hundredths
 * @param consumed the response's {@code Larder-Consumed-Capacity}
 * @param coldStart whether the request is the first of its container
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
