package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.FakeEventBridge;
import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import dev.larder.event.Samples;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an invocation calls is in its trace, whichever of the function's threads calls. */
class TracesIT {
  private static TestDynamoDb dynamoDb;
  private static FaultyDynamoDb proxy;
  private static FakeEventBridge eventBridge;
  private static DeployedFunction function;

  @BeforeAll
  static void deploy() {
    dynamoDb = TestDynamoDb.start();
    proxy = FaultyDynamoDb.before(dynamoDb.endpoint());
    eventBridge = FakeEventBridge.start();
    function =
        BuiltFunction.start(
            proxy.endpoint(),
            "traces",
            Map.of(
                "AWS_ENDPOINT_URL_EVENTBRIDGE",
                eventBridge.endpoint().toString(),
                "LARDER_PUBLICATION_EVENT_BUS",
                "changes"));
    // What it asks at its start belongs to no invocation.
    function.awaitNext(Duration.ofSeconds(30));
  }

  @AfterAll
  static void remove() {
    function.close();
    eventBridge.close();
    proxy.close();
    dynamoDb.close();
  }

  @BeforeEach
  void forget() {
    proxy.reset();
  }

  private static String traced(Response response, int leastCalls) {
    return traced(response.header(GatewayFilter.REQUEST_ID), leastCalls);
  }

  /** The trace that all calls of the last invocation were in; forgets them. */
  private static String traced(String requestId, int leastCalls) {
    List<String> traces = proxy.traces();
    assertTrue(traces.size() >= leastCalls, traces::toString);
    String trace = function.api().trace();
    assertEquals(Set.of(trace), new HashSet<>(traces));
    String id = trace.substring("Root=".length(), trace.indexOf(';'));
    assertTrue(
        function
            .log()
            .lines()
            .filter(line -> line.contains(requestId))
            .allMatch(line -> Direct.read(line).path("traceId").asText().equals(id)),
        function.log());
    proxy.reset();
    return trace;
  }

  @Test
  void everyInvocationHasItsOwn() {
    Set<String> traces = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      traces.add(traced(function.given().get("/items/a"), 1));
    }
    assertEquals(2, traces.size());
  }

  /** Threads that the first bulk write has started are those of the second one too. */
  @Test
  void theThreadsOfBulkWritesAreInIt() {
    String entries =
        IntStream.range(0, 200)
            .mapToObj(i -> "{\"id\":\"bulk-" + i + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    Set<String> traces = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      traces.add(traced(function.json(entries).post("/items"), 8));
    }
    assertEquals(2, traces.size());
  }

  @Test
  void theThreadsOfQueuesAreInIt() {
    for (String delivery : List.of("first", "second")) {
      List<ObjectNode> messages =
          IntStream.range(0, 10)
              .mapToObj(
                  i ->
                      Samples.message(
                          delivery + i, Direct.of("PUT", "/items/q" + i).body("{}").toString()))
              .toList();
      RuntimeApi.Outcome outcome = function.invoke(Samples.event(messages));
      assertFalse(outcome.failed(), outcome.text());
      traced(outcome.requestId(), 10);
    }
  }

  @Test
  void whatIsPublishedIsInIt() {
    RuntimeApi.Outcome outcome = function.invoke(Samples.read("dynamodb-update").toString());
    assertFalse(outcome.failed(), outcome.text());
    assertEquals(function.api().trace(), eventBridge.lastHeaders().get("x-amzn-trace-id"));
  }
}
