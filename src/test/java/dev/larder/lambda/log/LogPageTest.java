package dev.larder.lambda.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.lambda.Direct;
import dev.larder.lambda.FixedContext;
import dev.larder.lambda.invocation.CurrentInvocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page of the log and the metrics, compared with what the formatter writes. */
class LogPageTest {
  private static final String TRACE = "com.amazonaws.xray.traceHeader";

  private static final Map<String, String> LAMBDA =
      Map.of("AWS_LAMBDA_FUNCTION_NAME", "shop", "AWS_LAMBDA_FUNCTION_VERSION", "7");

  private static final AccessLogEntry REQUEST =
      new AccessLogEntry(
          "PUT", "/{collection}/{key}", 200, 4.25, Optional.of("read=0.5, write=1"), false);

  private static final InvocationLogEntry FAILURE =
      new InvocationLogEntry("dev.larder.event.RequestFailedException", 812.5);

  private final String page = read();

  private static String read() {
    try {
      return Files.readString(Path.of("src/docs/reference/metrics-and-logs.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode line(LogEntry entry, String event, boolean metrics, Throwable thrown) {
    System.setProperty(TRACE, "Root=1-5e6722a7-cc56;Parent=53995c3f42cd8ad8;Sampled=1");
    CurrentInvocation.begin(new FixedContext("c436700d", 1024, 28900)).setEventType(event);
    ExtLogRecord record =
        new ExtLogRecord(Level.INFO, "%s", ExtLogRecord.FormatStyle.PRINTF, "LogPageTest");
    record.setLoggerName(entry == REQUEST ? "dev.larder.request" : "dev.larder.invocation");
    record.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    record.setParameters(new Object[] {entry});
    record.setThrown(thrown);
    return Direct.read(new JsonLogFormatter(LAMBDA, metrics).format(record));
  }

  @AfterEach
  void end() {
    CurrentInvocation.end();
    System.clearProperty(TRACE);
  }

  private JsonNode example(String title) {
    Matcher block =
        Pattern.compile("```json title=\"" + title + "\"\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertTrue(block.find(), title);
    return Direct.read(block.group(1));
  }

  @Test
  void theExamplesAreWhatTheFunctionLogs() {
    ObjectNode request = (ObjectNode) line(REQUEST, "http", false, null);
    ObjectNode failure = (ObjectNode) line(FAILURE, "direct", false, null);
    ObjectNode expected = (ObjectNode) example("A request");
    ObjectNode failed = (ObjectNode) example("A failed invocation");
    for (ObjectNode each : List.of(request, failure, expected, failed)) {
      each.remove("coldStart");
    }
    assertEquals(expected, request);
    assertEquals(failed, failure);
  }

  @Test
  void thePageListsEveryMemberOfALine() {
    Set<String> written = new TreeSet<>();
    line(REQUEST, "http", false, null).fieldNames().forEachRemaining(written::add);
    line(FAILURE, "direct", false, new IllegalStateException("x".repeat(400_000)))
        .fieldNames()
        .forEachRemaining(written::add);
    Set<String> documented = new TreeSet<>();
    for (Matcher row = row("## The log", "\\| `(\\w+)` \\|"); row.find(); ) {
      documented.add(row.group(1));
    }
    assertEquals(written, documented);
  }

  @Test
  void thePageListsEveryMetricWithItsUnitAndDimensions() {
    Map<String, String> written = new TreeMap<>();
    for (JsonNode directive : line(REQUEST, "http", true, null).at("/_aws/CloudWatchMetrics")) {
      for (JsonNode metric : directive.path("Metrics")) {
        String dimensions = directive.at("/Dimensions/0").size() == 1 ? "" : ", by route";
        written.merge(
            metric.path("Name").textValue(),
            metric.path("Unit").textValue() + dimensions,
            (all, each) -> all + each.replace(metric.path("Unit").textValue(), ""));
      }
    }
    Map<String, String> documented = new TreeMap<>();
    for (Matcher row = row("## Metrics", "\\| `(\\w+)` \\| (\\w+) \\| (yes|no) \\|");
        row.find(); ) {
      documented.put(row.group(1), row.group(2) + (row.group(3).equals("yes") ? ", by route" : ""));
    }
    assertEquals(written, documented);
  }

  private Matcher row(String heading, String row) {
    String section = page.substring(page.indexOf(heading + "\n"));
    int next = section.indexOf("\n## ", 1);
    return Pattern.compile("^" + row, Pattern.MULTILINE)
        .matcher(next < 0 ? section : section.substring(0, next));
  }
}
