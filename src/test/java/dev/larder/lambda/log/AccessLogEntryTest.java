package dev.larder.lambda.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.lambda.Direct;
import dev.larder.lambda.EmbeddedMetrics;
import dev.larder.lambda.FixedContext;
import dev.larder.lambda.invocation.CurrentInvocation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogEntryTest {
  private static final Map<String, String> LAMBDA =
      Map.of("AWS_LAMBDA_FUNCTION_NAME", "shop", "AWS_LAMBDA_FUNCTION_VERSION", "7");

  @BeforeEach
  void begin() {
    CurrentInvocation.begin(new FixedContext("r", 1024, 1500));
  }

  @AfterEach
  void end() {
    CurrentInvocation.end();
  }

  private static AccessLogEntry request(int status, String consumed, boolean coldStart) {
    return new AccessLogEntry(
        "GET", "/{collection}", status, 1.25, Optional.ofNullable(consumed), coldStart);
  }

  private static String text(Map<String, String> environment, boolean metrics, LogEntry line) {
    ExtLogRecord record = new ExtLogRecord(Level.INFO, "%s", ExtLogRecord.FormatStyle.PRINTF, "x");
    record.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    record.setParameters(new Object[] {line});
    return new JsonLogFormatter(environment, metrics).format(record);
  }

  private static JsonNode line(LogEntry line) {
    return Direct.read(text(LAMBDA, true, line));
  }

  private static EmbeddedMetrics metrics(AccessLogEntry request) {
    return EmbeddedMetrics.of(line(request));
  }

  @Test
  void aRequestIsCountedByFunctionAndByRouteAndStatus() {
    EmbeddedMetrics metrics = metrics(request(200, "read=0.5", false));
    assertEquals(
        Map.of(
            Set.of("Function"),
            Set.of(
                "Requests",
                "Errors",
                "Conflicts",
                "Throttles",
                "ColdStarts",
                "Latency",
                "ReadUnits",
                "WriteUnits"),
            Set.of("Function", "Route", "StatusClass"),
            Set.of("Requests", "Latency")),
        metrics.sets());
    assertEquals(
        Map.of("Function", "shop", "Route", "/{collection}", "StatusClass", "2xx"),
        metrics.dimensions());
    assertEquals(1.25, metrics.metrics().get("Latency"));
  }

  @Test
  void theTimeIsThatOfTheLine() {
    assertEquals(
        Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli(),
        line(request(200, null, false)).at("/_aws/Timestamp").longValue());
  }

  @ParameterizedTest
  @CsvSource({
    "200, 2xx, 0, 0",
    "304, 3xx, 0, 0",
    "404, 4xx, 0, 0",
    "409, 4xx, 0, 1",
    "412, 4xx, 0, 1",
    "422, 4xx, 0, 0",
    "500, 5xx, 1, 0",
    "503, 5xx, 1, 0",
    "504, 5xx, 1, 0"
  })
  void aStatusIsAnErrorOrAConflictOrNeither(
      int status, String statusClass, double errors, double conflicts) {
    EmbeddedMetrics metrics = metrics(request(status, null, false));
    assertEquals(statusClass, metrics.dimensions().get("StatusClass"));
    assertEquals(1, metrics.metrics().get("Requests"));
    assertEquals(errors, metrics.metrics().get("Errors"));
    assertEquals(conflicts, metrics.metrics().get("Conflicts"));
  }

  /** Also where they are 0, since averages are of what is there. */
  @ParameterizedTest
  @CsvSource({
    "                                 , 0,   0, 0",
    "'read=0'                         , 0,   0, 0",
    "'read=0.5'                       , 0.5, 0, 0",
    "'read=0, write=1'                , 0,   1, 0",
    "'read=10, write=2.5, throttled=3', 10, 2.5, 3",
    "'read=0,write=1,throttled=2'     , 0,   1, 2",
    "'read=0.5, throttled=1'          , 0.5, 0, 1",
  })
  void whatWasConsumedIsThere(String consumed, double read, double write, double throttled) {
    EmbeddedMetrics metrics = metrics(request(200, consumed, false));
    assertEquals(read, metrics.metrics().get("ReadUnits"));
    assertEquals(write, metrics.metrics().get("WriteUnits"));
    assertEquals(throttled, metrics.metrics().get("Throttles"));
  }

  @Test
  void aColdStartIsCounted() {
    assertEquals(1, metrics(request(200, null, true)).metrics().get("ColdStarts"));
    assertEquals(0, metrics(request(200, null, false)).metrics().get("ColdStarts"));
  }

  @Test
  void noNameIsTakenTwice() {
    Set<String> others = new HashSet<>();
    Direct.read(text(LAMBDA, false, request(200, "read=1", true)))
        .fieldNames()
        .forEachRemaining(others::add);
    Set<String> names = metrics(request(200, "read=1", true)).names().collect(Collectors.toSet());
    names.retainAll(others);
    assertEquals(Set.of(), names);
    assertFalse(others.contains("_aws"));
  }

  @Test
  void aLineThatIsCutIsStillADocumentOfOneEvent() {
    AccessLogEntry request =
        new AccessLogEntry("M".repeat(300_000), "none", 405, 1, Optional.empty(), false);
    String text = text(LAMBDA, true, request);
    assertTrue(text.getBytes(StandardCharsets.UTF_8).length <= 256 * 1024 - 26);
    JsonNode line = Direct.read(text);
    assertTrue(line.path("cut").booleanValue());
    assertEquals("none", EmbeddedMetrics.of(line).dimensions().get("Route"));
  }

  @Test
  void otherLinesAreNoMetrics() {
    assertFalse(line(new InvocationLogEntry(null, 1)).has("_aws"));
  }

  @Test
  void switchedOffOrOutsideOfLambdaThereAreNone() {
    assertFalse(Direct.read(text(LAMBDA, false, request(200, null, true))).has("_aws"));
    assertFalse(Direct.read(text(Map.of(), true, request(200, null, true))).has("_aws"));
  }
}
