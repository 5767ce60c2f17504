package dev.larder.lambda.log;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;

/**
 * Writes the metrics of a request, in the namespace {@code Larder}, into its log line. These
 * members make the line a document in CloudWatch's embedded metric format. Every line has all
 * metrics, so that averages include all requests.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
 *     metric format</a>
 */
final class RequestMetrics {
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

  private RequestMetrics() {}

  static void write(JsonGenerator json, String function, Instant time, AccessLogEntry request)
      throws IOException {
    int status = request.status();
    json.writeObjectFieldStart("_aws");
    json.writeNumberField("Timestamp", time.toEpochMilli());
    json.writeFieldName("CloudWatchMetrics");
    json.writeRawValue(DIRECTIVES);
    json.writeEndObject();
    json.writeStringField("Function", function);
    json.writeStringField("Route", request.route());
    json.writeStringField("StatusClass", status / 100 + "xx");
    json.writeNumberField("Requests", 1);
    json.writeNumberField("Errors", status >= 500 ? 1 : 0);
    json.writeNumberField("Conflicts", status == 409 || status == 412 ? 1 : 0);
    json.writeNumberField("Throttles", consumed(request, "throttled"));
    json.writeNumberField("ColdStarts", request.coldStart() ? 1 : 0);
    json.writeNumberField("Latency", request.durationMs());
    json.writeNumberField("ReadUnits", consumed(request, "read"));
    json.writeNumberField("WriteUnits", consumed(request, "write"));
  }

  private static double consumed(AccessLogEntry request, String key) {
    for (String member : request.consumed().orElse("").split(",")) {
      String entry = member.strip();
      if (entry.startsWith(key) && entry.startsWith("=", key.length())) {
        return Double.parseDouble(entry.substring(key.length() + 1));
      }
    }
    return 0;
  }
}
