package dev.larder.lambda.log;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
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
  private static final String DIRECTIVES =
      """
      [
        {
          "Namespace": "Larder",
          "Dimensions": [["Function"]],
          "Metrics": [
            {"Name": "Requests", "Unit": "Count"},
            {"Name": "Errors", "Unit": "Count"},
            {"Name": "Conflicts", "Unit": "Count"},
            {"Name": "Throttles", "Unit": "Count"},
            {"Name": "ColdStarts", "Unit": "Count"},
            {"Name": "Latency", "Unit": "Milliseconds"},
            {"Name": "ReadUnits", "Unit": "Count"},
            {"Name": "WriteUnits", "Unit": "Count"}
          ]
        },
        {
          "Namespace": "Larder",
          "Dimensions": [["Function", "Route", "StatusClass"]],
          "Metrics": [
            {"Name": "Requests", "Unit": "Count"},
            {"Name": "Latency", "Unit": "Milliseconds"}
          ]
        }
      ]
      """
          .replaceAll("\\s", "");

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

  /**
   * Writes the metrics of the request, in the namespace {@code Larder}: with these members its log
   * line is a document of CloudWatch's embedded metric format. Every line has all of them, so that
   * averages cover all requests.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
   *     metric format</a>
   */
  void writeMetrics(JsonGenerator json, String function, Instant time) throws IOException {
    json.writeObjectFieldStart("_aws");
    json.writeNumberField("Timestamp", time.toEpochMilli());
    json.writeFieldName("CloudWatchMetrics");
    json.writeRawValue(DIRECTIVES);
    json.writeEndObject();
    json.writeStringField("Function", function);
    json.writeStringField("Route", route);
    json.writeStringField("StatusClass", status / 100 + "xx");
    json.writeNumberField("Requests", 1);
    json.writeNumberField("Errors", status >= 500 ? 1 : 0);
    json.writeNumberField("Conflicts", status == 409 || status == 412 ? 1 : 0);
    json.writeNumberField("Throttles", consumed("throttled"));
    json.writeNumberField("ColdStarts", coldStart ? 1 : 0);
    json.writeNumberField("Latency", durationMs);
    json.writeNumberField("ReadUnits", consumed("read"));
    json.writeNumberField("WriteUnits", consumed("write"));
  }

  private double consumed(String key) {
    for (String member : consumed.orElse("").split(",")) {
      String entry = member.strip();
      if (entry.startsWith(key) && entry.startsWith("=", key.length())) {
        return Double.parseDouble(entry.substring(key.length() + 1));
      }
    }
    return 0;
  }
}
