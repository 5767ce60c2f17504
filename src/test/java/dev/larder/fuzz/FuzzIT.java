package dev.larder.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.FakeEventBridge;
import dev.larder.FakeLambda;
import dev.larder.PeopleModel;
import dev.larder.Progress;
import dev.larder.TestDynamoDb;
import dev.larder.dev.LocalTables;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.HttpEvent;
import dev.larder.lambda.ProcessUse;
import dev.larder.lambda.RuntimeApi;
import dev.larder.table.schema.TableSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Thousands of requests and events that are wrong in some way, to the built function: each gets the
 * answer that its sender can act upon, and leaves nothing behind. {@code -Pfuzz} makes it a longer
 * run, {@code -Dlarder.seed} another one.
 */
class FuzzIT {
  private static final int REQUESTS = Integer.getInteger("larder.fuzz.requests", 2_500);
  private static final int EVENTS = Integer.getInteger("larder.fuzz.events", 500);
  private static final long SEED = Long.getLong("larder.seed", 20260101L);

  /** What an answer takes milliseconds for, on the slowest of machines. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Failures after which no more are looked for. */
  private static final int ENOUGH = 20;

  private static TestDynamoDb dynamoDb;
  private static FakeLambda lambda;
  private static FakeEventBridge eventBridge;
  private static DeployedFunction function;

  private final Known known = new Known();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private RequestSource requests;
  private EventSource events;
  private long slowest;

  @BeforeAll
  static void deploy() {
    dynamoDb = TestDynamoDb.start();
    LocalTables.create(dynamoDb.client(), "ExampleTableWithStream", TableSchema.parse("Id:N"));
    PeopleModel.createTable(dynamoDb.client());
    TestDynamoDb.expire(dynamoDb.client(), TestDynamoDb.SYSTEM_TABLE);
    lambda = new FakeLambda();
    eventBridge = FakeEventBridge.start();
    function = BuiltFunction.start(dynamoDb, "fuzz", environment());
    for (String person : List.of("a", "b", "c", "d")) {
      function.json("{}").put("/people/" + person).then().statusCode(201);
    }
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(PeopleModel.environment());
    environment.putAll(
        Map.of(
            "AWS_ENDPOINT_URL_LAMBDA",
            lambda.endpoint(),
            "AWS_ENDPOINT_URL_EVENTBRIDGE",
            eventBridge.endpoint().toString(),
            "LARDER_PUBLICATION_EVENT_BUS",
            "changes",
            "LARDER_COLLECTIONS_EXAMPLES_TABLE",
            "ExampleTableWithStream",
            "LARDER_COLLECTIONS_EXAMPLES_KEY",
            "Id:N",
            "LARDER_COLLECTIONS_MOVIES_TABLE",
            "movies",
            "LARDER_COLLECTIONS_ORDERS_TABLE",
            "orders",
            "LARDER_COLLECTIONS_SESSIONS_TTL_ATTRIBUTE",
            "n",
            "LARDER_COLLECTIONS_PAGES_SCAN",
            "true",
            "LARDER_COLLECTIONS_PRODUCTS_SCHEMA",
            Path.of("src/test/resources/product.schema.json").toAbsolutePath().toString()));
    return environment;
  }

  @AfterAll
  static void remove() {
    function.close();
    eventBridge.close();
    lambda.close();
    dynamoDb.close();
  }

  @Test
  void everyRequestAndEventIsAnsweredAsItsSenderCanActUponAndLeavesNothingBehind()
      throws Exception {
    HttpEvent.Answer openapi =
        HttpEvent.Answer.of(function.invoke(HttpEvent.of("GET", "/openapi").toString()));
    Description description = new Description(openapi.body());
    requests = new RequestSource(description, known);
    events = new EventSource(requests);
    long start = System.nanoTime();
    ProcessUse warm = null;
    Progress progress = new Progress("requests and events", REQUESTS + EVENTS);
    for (int number = 0; number < REQUESTS; number++) {
      if (number == Math.min(REQUESTS / 2, 5_000)) {
        warm = ProcessUse.of(function.process().pid());
      }
      send(description, number);
      progress.step();
    }
    for (int number = 0; number < EVENTS; number++) {
      send(number);
      progress.step();
    }
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    ProcessUse after = ProcessUse.of(function.process().pid());
    System.out.printf(
        "%d requests and %d events in %d s, the slowest %d ms; %s, then %s%n%s%n",
        REQUESTS, EVENTS, seconds, slowest, warm, after, counts);
    assertEquals(List.of(), failures);
    logTellsNoFailure();
    // Pools that have not had all their threads yet
    assertTrue(after.threads() <= warm.threads() + 12, warm + ", then " + after);
    assertTrue(after.descriptors() <= warm.descriptors() + 12, warm + ", then " + after);
  }

  private void send(Description description, int number) {
    Chance chance = new Chance(SEED, number);
    RequestSource.Delivered sent = requests.delivered(chance);
    byte[] event = sent.event().toString().getBytes(StandardCharsets.UTF_8);
    checked(
        "request-" + number,
        event,
        outcome -> {
          HttpEvent.Answer answer = sent.gateway().answer(outcome);
          AnswerCheck.http(answer, outcome.requestId());
          sent.path()
              .flatMap(
                  path ->
                      description.complaint(
                          sent.request().method(), path, answer, AnswerCheck.mediaType(answer)))
              .ifPresent(
                  complaint -> {
                    throw new AssertionError(complaint);
                  });
          known.learn(answer);
          count("status " + answer.status());
          if (answer.status() >= 400 && answer.body() != null) {
            count(answer.json().path("type").asText());
          }
        });
    doJobs(number);
  }

  private void send(int number) {
    byte[] event = events.next(new Chance(~SEED, number));
    checked(
        "event-" + number, event, outcome -> count("event: " + EventCheck.check(event, outcome)));
    doJobs(number);
  }

  /** What was put off, since a job is an event too. */
  private void doJobs(int number) {
    while (!lambda.isEmpty()) {
      try {
        FakeLambda.Invocation job = lambda.next();
        events.learn(job.event());
        checked(
            "job-" + number + "-" + job.requestId(),
            job.event(),
            outcome -> EventCheck.check(job.event(), outcome));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private interface Check {
    void of(RuntimeApi.Outcome outcome);
  }

  private void checked(String requestId, byte[] event, Check check) {
    long start = System.nanoTime();
    RuntimeApi.Outcome outcome = null;
    try {
      outcome = function.api().invoke(requestId, event, LONGEST);
      slowest = Math.max(slowest, Duration.ofNanos(System.nanoTime() - start).toMillis());
      check.of(outcome);
    } catch (RuntimeException | AssertionError e) {
      failures.add(requestId + ": " + e);
      System.out.printf(
          "Seed %d, %s: %s%nEvent: %s%nOutcome: %s%n",
          SEED,
          requestId,
          e,
          new String(event, StandardCharsets.UTF_8),
          outcome == null ? "none" : outcome.text());
      assertTrue(outcome != null && failures.size() < ENOUGH, failures::toString);
    }
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** But of a stream's record that cannot be read, and of what a schedule finds. */
  private static void logTellsNoFailure() throws IOException {
    Path log = Path.of(System.getProperty("larder.build", "target"), "function-fuzz.log");
    try (BufferedReader lines = Files.newBufferedReader(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        assertTrue(!line.startsWith("\tat ") && !line.startsWith("Exception in thread"), line);
        if (line.contains("\"ERROR\"")) {
          JsonNode logged = Json.read(line);
          String failure = logged.at("/error/class").asText();
          assertTrue(
              line.contains(" has no stream, so its changes are not published")
                  || logged
                          .path("logger")
                          .asText()
                          .equals("dev.larder.event.stream.StreamInvocationHandler")
                      && !failure.matches(".*(NullPointer|ClassCast|IllegalState).*"),
              line);
        }
      }
    }
  }
}
