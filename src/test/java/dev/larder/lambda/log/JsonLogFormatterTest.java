package dev.larder.lambda.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.lambda.FixedContext;
import dev.larder.lambda.invocation.CurrentInvocation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLogFormatterTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Of one event of CloudWatch Logs, which the design promises not to exceed. */
  private static final int EVENT_BYTES = 256 * 1024;

  private static final String TRACE = "com.amazonaws.xray.traceHeader";

  private final JsonLogFormatter formatter =
      new JsonLogFormatter(
          Map.of("AWS_LAMBDA_FUNCTION_NAME", "larder", "AWS_LAMBDA_FUNCTION_VERSION", "7"), false);

  @Test
  void aRecordIsOneLineWithItsFields() throws JsonProcessingException {
    ExtLogRecord record = record("first\nsecond");
    record.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    record.putMdc("requestId", "r-1");
    assertEquals(
        "{\"timestamp\":\"2026-01-02T03:04:05.678Z\",\"level\":\"WARN\",\"logger\":\"dev.larder\","
            + "\"message\":\"first\\nsecond\",\"function\":\"larder\",\"version\":\"7\","
            + "\"requestId\":\"r-1\"}\n",
        formatter.format(record));
  }

  @Test
  void outsideOfLambdaItNamesNoFunction() throws JsonProcessingException {
    JsonNode json = read(new JsonLogFormatter(Map.of(), true).format(record("x")));
    assertEquals(Set.of("timestamp", "level", "logger", "message"), names(json));
  }

  @Test
  void parametersAreInTheMessage() throws JsonProcessingException {
    ExtLogRecord record =
        new ExtLogRecord(Level.INFO, "%s of %d", ExtLogRecord.FormatStyle.PRINTF, "x");
    record.setParameters(new Object[] {"one", 2});
    assertEquals("one of 2", read(formatter.format(record)).get("message").textValue());
  }

  @Test
  void aRecordWithoutTextOrLoggerIsWrittenAllTheSame() throws JsonProcessingException {
    JsonNode json = read(formatter.format(new ExtLogRecord(Level.INFO, null, "x")));
    assertEquals("INFO", json.get("level").textValue());
    assertTrue(json.get("logger").isNull());
  }

  @Test
  void aRequestIsWrittenFieldByField() throws JsonProcessingException {
    begin("r-2").setEventType("http");
    JsonNode json = read(formatter.format(request(Optional.of("read=0.5, write=1"))));
    assertEquals("GET /{collection} 200 1.25 ms", json.get("message").textValue());
    assertEquals("r-2", json.get("requestId").textValue());
    assertEquals("http", json.get("event").textValue());
    assertEquals("GET", json.get("method").textValue());
    assertEquals("/{collection}", json.get("route").textValue());
    assertEquals(200, json.get("status").numberValue());
    assertEquals(1.25, json.get("durationMs").numberValue());
    assertTrue(json.get("coldStart").isBoolean());
    assertEquals(1024, json.get("memoryMb").numberValue());
    assertEquals(1500, json.get("remainingMs").numberValue());
    assertEquals("read=0.5, write=1", json.get("consumed").textValue());
    assertEquals("larder", json.get("function").textValue());
  }

  @Test
  void aFailedInvocationSaysWhatItFailedWith() throws JsonProcessingException {
    begin("r-3");
    JsonNode json = read(formatter.format(line(new InvocationLogEntry("a.B", 1.25))));
    assertEquals("a.B 1.25 ms", json.get("message").textValue());
    assertTrue(json.get("failed").booleanValue());
    assertEquals("a.B", json.get("errorType").textValue());
    assertEquals(1.25, json.get("durationMs").numberValue());
    assertFalse(json.has("event"), "nothing was found that answers it");

    JsonNode done = read(formatter.format(line(new InvocationLogEntry(null, 1))));
    assertFalse(done.get("failed").booleanValue());
    assertFalse(done.has("errorType"));
  }

  @Test
  void everyLineOfAnInvocationHasItsRequestAndTrace() throws JsonProcessingException {
    begin("r-4");
    System.setProperty(TRACE, "Root=1-5e6722a7-cc56;Parent=53995c3f42cd8ad8;Sampled=1");
    JsonNode json = read(formatter.format(record("x")));
    assertEquals("r-4", json.get("requestId").textValue());
    assertEquals("1-5e6722a7-cc56", json.get("traceId").textValue());
    System.setProperty(TRACE, "none");
    assertFalse(read(formatter.format(record("x"))).has("traceId"));
    CurrentInvocation.end();
    assertFalse(read(formatter.format(record("x"))).has("requestId"));
  }

  @Test
  void whatThePollLoopLogsHasTheRequestIdUnderTheSameName() throws JsonProcessingException {
    ExtLogRecord record = record("x");
    record.putMdc("AWSRequestId", "r-5");
    assertEquals("r-5", read(formatter.format(record)).get("requestId").textValue());
    begin("r-6");
    JsonNode json = read(formatter.format(record));
    assertEquals("r-6", json.get("requestId").textValue());
    assertFalse(json.has("AWSRequestId"));
  }

  private static CurrentInvocation begin(String requestId) {
    return CurrentInvocation.begin(new FixedContext(requestId, 1024, 1500));
  }

  @AfterEach
  void endInvocation() {
    CurrentInvocation.end();
    System.clearProperty(TRACE);
  }

  @Test
  void aRequestThatConsumedNothingDoesNotSayWhat() throws JsonProcessingException {
    begin("r-2");
    assertFalse(read(formatter.format(request(Optional.empty()))).has("consumed"));
  }

  private static ExtLogRecord request(Optional<String> consumed) {
    return line(new AccessLogEntry("GET", "/{collection}", 200, 1.25, consumed, false));
  }

  private static ExtLogRecord line(LogEntry line) {
    ExtLogRecord record = new ExtLogRecord(Level.INFO, "%s", ExtLogRecord.FormatStyle.PRINTF, "x");
    record.setParameters(new Object[] {line});
    return record;
  }

  @Test
  void anErrorIsWrittenWithItsClassMessageAndStack() throws JsonProcessingException {
    ExtLogRecord record = record("failed");
    record.putMdc("requestId", "r-1");
    record.setThrown(new IllegalStateException("outer", new IllegalArgumentException("inner")));
    JsonNode json = read(formatter.format(record));
    JsonNode error = json.get("error");
    assertEquals("java.lang.IllegalStateException", error.get("class").textValue());
    assertEquals("outer", error.get("message").textValue());
    String stack = error.get("stack").textValue();
    assertTrue(stack.startsWith("java.lang.IllegalStateException: outer\n\tat dev.larder."), stack);
    assertTrue(stack.contains("Caused by: java.lang.IllegalArgumentException: inner"), stack);
    assertEquals("r-1", json.get("requestId").textValue());
    assertFalse(json.has("cut"));
  }

  @Test
  void aStackIsWrittenOnceAndTheFailureEachTime() throws JsonProcessingException {
    ExtLogRecord record = record("failed");
    for (int i = 0; i < 3; i++) {
      record.setThrown(new IllegalStateException("no. " + i));
      JsonNode error = read(formatter.format(record)).get("error");
      assertEquals("java.lang.IllegalStateException", error.get("class").textValue());
      assertEquals("no. " + i, error.get("message").textValue());
      assertEquals(i == 0, error.has("stack"));
    }
    record.setThrown(new IllegalStateException("elsewhere"));
    assertTrue(read(formatter.format(record)).get("error").has("stack"));
    assertFalse(read(formatter.format(record)).get("error").has("stack"));
    formatter.forgetStacks();
    assertTrue(read(formatter.format(record)).get("error").has("stack"));
  }

  @Test
  void anErrorWithoutAMessageIsWrittenAllTheSame() throws JsonProcessingException {
    ExtLogRecord record = record("failed");
    record.setThrown(new NullPointerException());
    JsonNode error = read(formatter.format(record)).get("error");
    assertEquals("java.lang.NullPointerException", error.get("class").textValue());
    assertTrue(error.get("stack").textValue().contains("anErrorWithoutAMessage"));
  }

  @Test
  void whatFitsIntoOneEventIsNotCut() throws JsonProcessingException {
    int rest = formatter.format(record("")).length();
    String most = "m".repeat(JsonLogFormatter.MAX_BYTES - rest);
    String whole = formatter.format(record(most));
    assertEquals(JsonLogFormatter.MAX_BYTES, whole.length());
    assertEquals(most, read(whole).get("message").textValue());
    assertFalse(read(whole).has("cut"));

    assertCut(formatter.format(record(most + "m")));
  }

  @Test
  void theSizeOfAnEventIsCountedInBytes() throws JsonProcessingException {
    String euros = "€".repeat(JsonLogFormatter.MAX_BYTES / 3);
    assertCut(formatter.format(record(euros)));
    String fewer = "€".repeat(JsonLogFormatter.MAX_BYTES / 3 - 100);
    assertEquals(fewer, read(formatter.format(record(fewer))).get("message").textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "\u0000", "\"", "\n", "é", "€", "\u2028"})
  void aMessageOfMegabytesIsCutToOneEvent(String character) throws JsonProcessingException {
    String message = character.repeat(2 * 1024 * 1024);
    JsonNode json = assertCut(formatter.format(record(message)));
    String start = json.get("message").textValue();
    assertTrue(message.startsWith(start) && start.length() > 10_000, () -> "" + start.length());
    assertEquals("7", json.get("version").textValue());
  }

  @Test
  void aHugeStackIsCutAndTheMessageKept() throws JsonProcessingException {
    ExtLogRecord record = record("failed");
    record.setThrown(deep("outer"));
    JsonNode json = assertCut(formatter.format(record));
    assertEquals("failed", json.get("message").textValue());
    assertEquals("outer", json.get("error").get("message").textValue());
    assertTrue(json.get("error").get("stack").textValue().contains("outer\n\tat a.B.c(D.java:1)"));
  }

  @Test
  void allThatIsHugeIsCutTogether() throws JsonProcessingException {
    String huge = "\u0001".repeat(2 * 1024 * 1024);
    ExtLogRecord record = record(huge);
    record.setThrown(deep(huge));
    JsonNode json = assertCut(formatter.format(record));
    assertEquals("java.lang.IllegalStateException", json.get("error").get("class").textValue());
  }

  @Test
  void aHugeMessageOfAnErrorIsCutToo() throws JsonProcessingException {
    IllegalStateException thrown = new IllegalStateException("e".repeat(300_000));
    thrown.setStackTrace(new StackTraceElement[0]);
    ExtLogRecord record = record("failed");
    record.setThrown(thrown);
    assertCut(formatter.format(record));
  }

  /** Once with each parity of where the pairs start. */
  @ParameterizedTest
  @ValueSource(strings = {"", "m"})
  void noSurrogatePairIsCutApart(String start) throws JsonProcessingException {
    String line = formatter.format(record(start + "😀".repeat(1024 * 1024)));
    assertCut(line);
    assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(line), "half of a surrogate pair");
  }

  @Test
  void aHugeContextEndsToo() throws JsonProcessingException {
    ExtLogRecord record = new Impatient();
    record.putMdc("requestId", "r".repeat(300_000));
    assertCut(formatter.format(record));
  }

  @Test
  void aHugeMethodOfARequestEndsToo() throws JsonProcessingException {
    begin("r");
    ExtLogRecord record = new Impatient();
    record.setParameters(
        new Object[] {
          new AccessLogEntry("M".repeat(300_000), "/", 405, 1, Optional.empty(), false)
        });
    assertCut(formatter.format(record));
  }

  @Property(tries = 200)
  void whateverTheTextItIsOneLineAndComesBack(@ForAll("texts") String text)
      throws JsonProcessingException {
    ExtLogRecord record = record(text);
    record.setLoggerName(text);
    record.putMdc("text", text);
    record.setThrown(new IllegalStateException(text));
    formatter.forgetStacks();
    JsonNode json = read(formatter.format(record));
    assertEquals(text, json.get("message").textValue());
    assertEquals(text, json.get("logger").textValue());
    assertEquals(text, json.get("text").textValue());
    assertEquals(text, json.get("error").get("message").textValue());
    assertTrue(json.get("error").get("stack").textValue().contains(text));
  }

  @Provide
  Arbitrary<String> texts() {
    return ItemArbitraries.texts();
  }

  /** A record that a formatter which never comes to an end cannot read for ever. */
  private static final class Impatient extends ExtLogRecord {
    private static final long serialVersionUID = 1L;

    private int reads;

    Impatient() {
      super(Level.INFO, "%s", FormatStyle.PRINTF, "x");
    }

    @Override
    public Instant getInstant() {
      return ++reads <= 100 ? super.getInstant() : fail("formatted 100 times without an end");
    }
  }

  private static ExtLogRecord record(String message) {
    ExtLogRecord record =
        new ExtLogRecord(Level.WARN, message, ExtLogRecord.FormatStyle.NO_FORMAT, "x");
    record.setLoggerName("dev.larder");
    record.setInstant(Instant.EPOCH);
    return record;
  }

  private static IllegalStateException deep(String message) {
    IllegalStateException thrown = new IllegalStateException(message);
    StackTraceElement[] stack = new StackTraceElement[20_000];
    Arrays.fill(stack, new StackTraceElement("a.B", "c", "D.java", 1));
    thrown.setStackTrace(stack);
    return thrown;
  }

  private static JsonNode assertCut(String line) throws JsonProcessingException {
    int bytes = line.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes <= EVENT_BYTES, () -> bytes + " bytes");
    JsonNode json = read(line);
    assertTrue(json.path("cut").isBoolean() && json.get("cut").booleanValue(), "not marked as cut");
    return json;
  }

  private static JsonNode read(String line) throws JsonProcessingException {
    assertEquals(line.length() - 1, line.indexOf('\n'), "not one line");
    assertTrue(line.chars().limit(line.length() - 1L).noneMatch(c -> c < ' '), "control character");
    return MAPPER.readTree(line);
  }

  private static Set<String> names(JsonNode json) {
    Set<String> names = new TreeSet<>();
    json.properties().forEach(member -> names.add(member.getKey()));
    return names;
  }
}
