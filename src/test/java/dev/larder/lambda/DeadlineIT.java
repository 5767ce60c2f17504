package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.Fault;
import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import dev.larder.event.Samples;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With a DynamoDB that does not answer, the function answers all the same, before Lambda would end
 * it; the invocation fails here where it does not.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DeadlineIT {
  /** What Lambda leaves an invocation; of it the function keeps back 0.8 seconds for the answer. */
  private static final Duration TIME = Duration.ofMillis(1300);

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb.endpoint());

  @AutoClose
  private static final DeployedFunction function =
      BuiltFunction.start(faulty.endpoint(), "deadline", Map.of());

  @BeforeEach
  void anItem() {
    assertTrue(
        Set.of(200, 201).contains(send(HttpEvent.of("PUT", "/items/a").json("{}")).status()));
    send(HttpEvent.of("GET", "/films?year=1901"));
  }

  @AfterEach
  void recovered() {
    faulty.reset();
    assertEquals(200, send(HttpEvent.of("GET", "/items/a")).status());
    HttpEvent.Answer put = send(HttpEvent.of("PUT", "/items/a").json("{\"b\": 1}"));
    assertTrue(Set.of(200, 201).contains(put.status()), put::body);
  }

  private static HttpEvent.Answer send(HttpEvent event) {
    return HttpEvent.Answer.of(function.invoke(event.toString()));
  }

  private static HttpEvent.Answer sendBriefly(HttpEvent event) {
    return HttpEvent.Answer.of(function.invoke(event.toString(), TIME));
  }

  private static void assertProblem(int status, String type, HttpEvent.Answer answer) {
    assertEquals(status, answer.status(), answer::body);
    assertEquals("urn:problem-type:larder:" + type, answer.json().path("type").asText());
    assertEquals("1", answer.headers().get("Retry-After"));
  }

  static List<HttpEvent> reads() {
    return List.of(
        HttpEvent.of("GET", "/items/a?consistent=true"),
        HttpEvent.of("GET", "/films?year=1901"),
        HttpEvent.of("GET", "/items?id[in]=a,b"),
        HttpEvent.of("POST", "/").json("{\"id\": \"a\"}"),
        // It reads before it writes.
        HttpEvent.of("PATCH", "/items/a")
            .json("{\"c\": 1}")
            .header("content-type", "application/merge-patch+json"),
        HttpEvent.of("PUT", "/items/a").json("{}").header("idempotency-key", "deadline"));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void aReadEndsWithTheDeadline(HttpEvent read) {
    faulty.rain(1, Fault.stall().likely(1));
    assertProblem(503, "deadline", sendBriefly(read));
  }

  static List<HttpEvent> writes() {
    return List.of(
        HttpEvent.of("PUT", "/items/a").json("{}"),
        HttpEvent.of("PUT", "/items/b").json("{}").header("if-none-match", "*"),
        HttpEvent.of("POST", "/items").json("{}"),
        HttpEvent.of("DELETE", "/items/a"),
        HttpEvent.of("POST", "/_transactions")
            .json(
                "{\"operations\": [{\"method\": \"PUT\", \"path\": \"/items/a\", \"body\": {}}]}"));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void aWriteIsToldToBeInDoubt(HttpEvent write) {
    faulty.rain(1, Fault.stall().likely(1));
    assertProblem(504, "outcome-unknown", sendBriefly(write));
  }

  @Test
  void eachEntryOfABulkWriteIsToldToBeInDoubt() {
    faulty.rain(1, Fault.stall().likely(1));
    HttpEvent.Answer answer =
        sendBriefly(HttpEvent.of("POST", "/items").json("[{\"id\": \"a\"}, {\"id\": \"b\"}]"));
    assertEquals(207, answer.status(), answer::body);
    for (JsonNode result : answer.json().path("results")) {
      assertEquals(504, result.path("status").asInt(), answer::body);
    }
    assertEquals(2, answer.json().path("results").size(), answer::body);
  }

  @Test
  void theMessagesOfAQueueComeAgain() {
    faulty.rain(1, Fault.stall().likely(1));
    String body = "{\"method\": \"PUT\", \"path\": \"/items/a\", \"body\": {}}";
    RuntimeApi.Outcome outcome =
        function.invoke(
            Samples.event(List.of(Samples.message("1", body), Samples.message("2", body))), TIME);
    assertFalse(outcome.failed(), outcome.text());
    assertEquals(List.of("1", "2"), Samples.failures(outcome.payload()));
  }

  @Test
  void theHealthIsToldInTime() {
    faulty.rain(1, Fault.stall().likely(1));
    HttpEvent.Answer answer = sendBriefly(HttpEvent.of("GET", "/_health"));
    assertEquals(503, answer.status(), answer::body);
  }

  /** A socket that nobody reads from takes some of a request, and then blocks the writer. */
  @Test
  void whatIsNotEvenReadEndsWithTheDeadlineToo() {
    faulty.stopReading();
    String large = "{\"text\": \"" + "x".repeat(380_000) + "\"}";
    assertAll(
        () -> assertProblem(503, "deadline", sendBriefly(HttpEvent.of("GET", "/items/a"))),
        () ->
            assertProblem(
                504,
                "outcome-unknown",
                sendBriefly(HttpEvent.of("PUT", "/items/large").json(large))));
  }

  @Test
  void withoutTimeNothingIsBegun() {
    int calls = faulty.calls();
    HttpEvent put = HttpEvent.of("PUT", "/items/late").json("{}");
    assertProblem(
        503,
        "deadline",
        HttpEvent.Answer.of(function.invoke(put.toString(), Duration.ofMillis(900))));
    assertEquals(calls, faulty.calls());
  }

  /** Three seconds of silence are enough to try again, long before the deadline. */
  @Test
  void aCallThatIsNotAnsweredIsMadeAgain() {
    faulty.next(1, "GetItem", Fault.stall());
    HttpEvent.Answer answer = send(HttpEvent.of("GET", "/items/a"));
    assertEquals(200, answer.status(), answer::body);
    assertNotNull(answer.headers().get("ETag"));
  }

  /** Java reads the host names from a pipe, which blocks it until they are written there. */
  @Test
  void theLookUpOfTheHostNameEndsWithTheDeadlineToo(@TempDir Path folder) throws Exception {
    assumeTrue(BuiltFunction.runsOnJvm(), "A JVM takes a file of host names");
    Path hosts = folder.resolve("hosts");
    assertEquals(0, new ProcessBuilder("mkfifo", hosts.toString()).start().waitFor());
    Map<String, String> environment =
        Map.of(
            "JAVA_TOOL_OPTIONS",
            "-Djdk.net.hosts.file=" + hosts,
            // The logger looks up its own host's name otherwise.
            "HOSTNAME",
            "function");
    URI byName = URI.create("http://dynamodb.test:" + faulty.endpoint().getPort());
    HttpEvent get = HttpEvent.of("GET", "/items/a");
    try (DeployedFunction named = BuiltFunction.start(byName, "look-up", environment)) {
      assertProblem(503, "deadline", HttpEvent.Answer.of(named.invoke(get.toString(), TIME)));
      Files.writeString(hosts, faulty.endpoint().getHost() + " dynamodb.test\n");
      assertEquals(200, HttpEvent.Answer.of(named.invoke(get.toString())).status());
    }
  }
}
