package dev.larder.lambda;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.Fault;
import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import dev.larder.event.Samples;
import io.restassured.response.Response;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
    function.json("{}").put("/items/a").then().statusCode(oneOf(200, 201));
    function.given().get("/films?year=1901");
  }

  @AfterEach
  void recovered() {
    faulty.reset();
    function.given().get("/items/a").then().statusCode(200);
    function.json("{\"b\": 1}").put("/items/a").then().statusCode(oneOf(200, 201));
  }

  private static GatewayFilter briefly() {
    return function.behind(Gateway.FUNCTION_URL).timeout(TIME);
  }

  private static void assertProblem(int status, String type, Response answer) {
    assertProblem(status, type, "1", answer);
  }

  private static void assertProblem(int status, String type, String retryAfter, Response answer) {
    answer
        .then()
        .statusCode(status)
        .body("type", equalTo("urn:problem-type:larder:" + type))
        .header("Retry-After", retryAfter);
  }

  static List<Supplier<Response>> reads() {
    return List.of(
        () -> briefly().given().get("/items/a?consistent=true"),
        () -> briefly().given().get("/films?year=1901"),
        () -> briefly().given().get("/items?id[in]=a,b"),
        () -> briefly().json("{\"id\": \"a\"}").post("/"),
        // It reads before it writes.
        () ->
            briefly()
                .json("{\"c\": 1}")
                .contentType("application/merge-patch+json")
                .patch("/items/a"),
        () -> briefly().json("{}").header("Idempotency-Key", "deadline").put("/items/a"));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void aReadEndsWithTheDeadline(Supplier<Response> read) {
    faulty.rain(1, Fault.stall().likely(1));
    assertProblem(503, "deadline", read.get());
  }

  static List<Supplier<Response>> writes() {
    return List.of(
        () -> briefly().json("{}").put("/items/a"),
        () -> briefly().json("{}").header("If-None-Match", "*").put("/items/b"),
        () -> briefly().given().delete("/items/a"),
        () ->
            briefly()
                .json(
                    "{\"operations\":"
                        + " [{\"method\": \"PUT\", \"path\": \"/items/a\", \"body\": {}}]}")
                .post("/_transactions"));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void aWriteIsToldToBeInDoubt(Supplier<Response> write) {
    faulty.rain(1, Fault.stall().likely(1));
    assertProblem(504, "outcome-unknown", write.get());
  }

  /** A repeat would create another item. */
  @Test
  void aCreationIsToldToBeInDoubtAndNotToBeRepeated() {
    faulty.rain(1, Fault.stall().likely(1));
    Response answer = briefly().json("{}").post("/items");
    assertProblem(504, "outcome-unknown", null, answer);
    assertEquals(answer.header("Location"), answer.jsonPath().getString("instance"));
  }

  /** Nobody sees its header fields. */
  @Test
  void aDirectInvocationIsToldWhichItemIsInDoubt() {
    faulty.next(1000, "TransactWriteItems", Fault.stall());
    RuntimeApi.Outcome outcome =
        function.invoke(Direct.of("POST", "/items").body("{}").toString(), TIME);
    assertTrue(outcome.failed(), outcome.text());
    String told = outcome.text();
    assertTrue(told.matches("(?s).*outcome-unknown.*/items/[0-9a-f-]{36}.*requestId.*"), told);
  }

  @Test
  void eachEntryOfABulkWriteIsToldToBeInDoubt() {
    faulty.rain(1, Fault.stall().likely(1));
    briefly()
        .json("[{\"id\": \"a\"}, {\"id\": \"b\"}]")
        .post("/items")
        .then()
        .statusCode(207)
        .body("results.status", equalTo(List.of(504, 504)));
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
    briefly().given().get("/_health").then().statusCode(503);
  }

  /** A socket that nobody reads from takes some of a request, and then blocks the writer. */
  @Test
  void whatIsNotEvenReadEndsWithTheDeadlineToo() {
    faulty.stopReading();
    String large = "{\"text\": \"" + "x".repeat(380_000) + "\"}";
    assertAll(
        () -> assertProblem(503, "deadline", briefly().given().get("/items/a")),
        () -> assertProblem(504, "outcome-unknown", briefly().json(large).put("/items/large")));
  }

  @Test
  void withoutTimeNothingIsBegun() {
    int calls = faulty.calls();
    GatewayFilter late = function.behind(Gateway.FUNCTION_URL).timeout(Duration.ofMillis(900));
    assertProblem(503, "deadline", late.json("{}").put("/items/late"));
    assertEquals(calls, faulty.calls());
  }

  /** Three seconds of silence are enough to try again, long before the deadline. */
  @Test
  void aCallThatIsNotAnsweredIsMadeAgain() {
    faulty.next(1, "GetItem", Fault.stall());
    function.given().get("/items/a").then().statusCode(200).header("ETag", notNullValue());
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
    try (DeployedFunction named = BuiltFunction.start(byName, "look-up", environment)) {
      GatewayFilter briefly = named.behind(Gateway.FUNCTION_URL).timeout(TIME);
      assertProblem(503, "deadline", briefly.given().get("/items/a"));
      Files.writeString(hosts, faulty.endpoint().getHost() + " dynamodb.test\n");
      named.given().get("/items/a").then().statusCode(200);
    }
  }
}
