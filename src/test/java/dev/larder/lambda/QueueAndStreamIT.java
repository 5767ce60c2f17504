package dev.larder.lambda;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.FakeEventBridge;
import dev.larder.TestDynamoDb;
import dev.larder.event.Samples;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queues, streams and schedules that invoke the built function. */
class QueueAndStreamIT {
  private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:MyQueue";

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose private static final FakeEventBridge eventBridge = FakeEventBridge.start();

  @AutoClose
  private static final DeployedFunction function =
      BuiltFunction.start(
          dynamoDb,
          "events",
          Map.of(
              "AWS_ENDPOINT_URL_EVENTBRIDGE", eventBridge.endpoint().toString(),
              "LARDER_PUBLICATION_EVENT_BUS", "changes",
              "LARDER_COLLECTIONS_EXAMPLES_TABLE", "ExampleTableWithStream",
              "LARDER_COLLECTIONS_EXAMPLES_KEY", "Id:N"));

  @BeforeEach
  void forget() {
    eventBridge.forget();
  }

  private static List<String> failures(List<ObjectNode> records) {
    RuntimeApi.Outcome outcome = function.invoke(Samples.event(records));
    assertFalse(outcome.failed(), outcome.text());
    return Samples.failures(outcome.payload());
  }

  private static String put(String path, String body) {
    return "{\"method\":\"PUT\",\"path\":\"" + path + "\",\"body\":" + body + "}";
  }

  private static String post(String path, String headers, String body) {
    return "{\"method\":\"POST\",\"path\":\""
        + path
        + "\",\"headers\":"
        + headers
        + ",\"body\":"
        + body
        + "}";
  }

  private static ValidatableResponse get(String path) {
    return function.given().get(path).then();
  }

  /** Of the items of a test. */
  private static long count(String test) {
    return dynamoDb.client().scanPaginator(scan -> scan.tableName("sessions")).items().stream()
        .filter(item -> item.containsKey("test") && item.get("test").s().equals(test))
        .count();
  }

  @Test
  void tenMessagesAtOnceAreWritten() {
    List<ObjectNode> messages =
        IntStream.range(0, 10)
            .mapToObj(i -> Samples.message("ten-" + i, put("/items/ten-" + i, "{\"n\":" + i + "}")))
            .toList();
    assertEquals(List.of(), failures(messages));
    for (int i = 0; i < 10; i++) {
      get("/items/ten-" + i).body("n", equalTo(i));
    }
  }

  @Test
  void aBatchThatIsDeliveredAgainHappensOnce() {
    List<ObjectNode> messages =
        IntStream.range(0, 10)
            .mapToObj(
                i -> Samples.message("again-" + i, post("/sessions", "{}", "{\"test\":\"again\"}")))
            .toList();
    assertEquals(List.of(), failures(messages));
    assertEquals(List.of(), failures(messages));
    assertEquals(10, count("again"));
  }

  @Test
  void onlyMessagesThatFailedComeAgain() {
    // As AWS's own sample: poison
    ObjectNode poison = Samples.record("sqs-receive-message");
    String id = poison.path("messageId").asText();
    assertEquals(
        List.of(id, "refused"),
        failures(
            List.of(
                Samples.message("good", put("/items/good", "{}")),
                poison,
                Samples.message("refused", put("/items/refused", "{\"id\":\"other\"}")))));
    get("/items/good").statusCode(200);
    String warnings =
        String.join(
            "\n", function.log().lines().filter(line -> line.contains("\"WARN\"")).toList());
    assertTrue(warnings.contains(id + " of " + QUEUE), warnings);
    assertTrue(warnings.contains("refused of " + QUEUE), warnings);
    assertTrue(warnings.contains("urn:problem-type:larder:key-mismatch"), warnings);
    assertFalse(function.log().contains("Hello from SQS!"), "bodies do not belong in the log");
  }

  @Test
  void aBulkRequestOfAMessageDoesWhatIsLeftWhenItComesAgain() {
    String body = "[{\"test\":\"bulk\"},{\"id\":7,\"test\":\"bulk\"},{\"test\":\"bulk\"}]";
    List<ObjectNode> messages =
        List.of(Samples.message("bulk", post("/sessions?generate=key", "{}", body)));
    assertEquals(List.of("bulk"), failures(messages));
    assertEquals(List.of("bulk"), failures(messages));
    assertEquals(2, count("bulk"));
  }

  @Test
  void twoMessagesWithOneIdempotencyKeyHappenOnce() {
    String request = post("/sessions", "{\"Idempotency-Key\":\"one\"}", "{\"test\":\"one\"}");
    List<ObjectNode> messages =
        new ArrayList<>(
            IntStream.range(0, 8).mapToObj(i -> Samples.message("one-" + i, request)).toList());
    for (int delivery = 0; delivery < 20 && !messages.isEmpty(); delivery++) {
      List<String> failed = failures(messages);
      messages.removeIf(message -> !failed.contains(message.path("messageId").asText()));
    }
    assertEquals(List.of(), messages);
    assertEquals(1, count("one"));
  }

  @Test
  void messagesOfAGroupKeepTheirOrderAndWaitForOneThatFailed() {
    List<ObjectNode> messages = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      messages.add(Samples.fifoMessage("a" + i, "a", put("/items/fifo-a", "{\"n\":" + i + "}")));
      messages.add(
          Samples.fifoMessage(
              "b" + i, "b", i == 2 ? "poison" : put("/items/fifo-b", "{\"n\":" + i + "}")));
    }
    assertEquals(List.of("b2", "b3"), failures(messages));
    get("/items/fifo-a").body("n", equalTo(3));
    get("/items/fifo-b").body("n", equalTo(1));
  }

  /** Changes of items with the keys from 0, each with an event id of its own. */
  private static List<ObjectNode> changes(int count) {
    List<ObjectNode> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ObjectNode change = Samples.record("dynamodb-update").put("eventID", "event-" + i);
      ((ObjectNode) change.path("dynamodb")).put("SequenceNumber", String.valueOf(1000 + i));
      ((ObjectNode) change.at("/dynamodb/Keys/Id")).put("N", String.valueOf(i));
      changes.add(change);
    }
    return changes;
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> "event-" + i).toList();
  }

  private static List<String> published() {
    return eventBridge.taken().stream()
        .map(entry -> FakeEventBridge.detail(entry).path("id").asText())
        .toList();
  }

  @Test
  void theSampleIsPublished() throws IOException {
    RuntimeApi.Outcome outcome = function.invoke(Samples.read("dynamodb-update").toString());
    assertFalse(outcome.failed(), outcome.text());
    assertEquals("{\"batchItemFailures\":[]}", outcome.text());
    assertEquals(
        List.of("Item Created", "Item Changed", "Item Deleted"),
        eventBridge.taken().stream().map(entry -> entry.path("DetailType").asText()).toList());
    JsonNode changed = eventBridge.taken().get(1);
    assertEquals("changes", changed.path("EventBusName").asText());
    assertEquals(
        "arn:aws:dynamodb:us-east-1:123456789012:table/ExampleTableWithStream",
        changed.path("Resources").path(0).asText());
    assertEquals(1428537600, changed.path("Time").asLong());
    assertEquals(
        Samples.JSON.readTree(
            "{\"id\":\"c81e728d9d4c2f636f067f89cc14862c\",\"collection\":\"examples\","
                + "\"table\":\"ExampleTableWithStream\",\"path\":\"/examples/101\","
                + "\"key\":{\"Id\":101},\"expired\":false,"
                + "\"before\":{\"Message\":\"New item!\",\"Id\":101},"
                + "\"after\":{\"Message\":\"This item has changed\",\"Id\":101}}"),
        FakeEventBridge.detail(changed));
    Map<String, String> headers = eventBridge.lastHeaders();
    assertTrue(headers.get("authorization").contains("/events/aws4_request"), headers.toString());
    assertEquals("session", headers.get("x-amz-security-token"));
  }

  @Test
  void everyChangeIsPublishedWhateverFailsForNow() {
    eventBridge.refuse(400, "ThrottlingException");
    eventBridge.fail(Map.of(0, "InternalFailure", 3, "ThrottlingException", 9, "InternalFailure"));
    eventBridge.fail(Map.of(1, "ThrottlingException"));
    eventBridge.fail(Map.of());
    eventBridge.refuse(500, "InternalException");
    assertEquals(List.of(), failures(changes(25)));
    assertEquals(
        List.of(10, 10, 3, 1, 10, 10, 5), eventBridge.calls().stream().map(List::size).toList());
    assertEquals(
        ids(25),
        new ArrayList<>(
            new LinkedHashSet<>(eventBridge.calls().stream().flatMap(List::stream).toList())));
    assertEquals(ids(25).stream().sorted().toList(), published().stream().sorted().toList());
  }

  @Test
  void aChangeThatCannotBePublishedIsNamedAndItsRepeatGoesOnFromThere() {
    eventBridge.fail(Map.of());
    eventBridge.fail(Map.of(2, "ThrottlingException", 3, "MalformedDetail"));
    List<ObjectNode> changes = changes(25);
    assertEquals(List.of("1013"), failures(changes));
    assertTrue(
        function
            .log()
            .lines()
            .anyMatch(
                line ->
                    line.contains("\"ERROR\"")
                        && line.contains("event-13")
                        && line.contains("MalformedDetail")));
    assertEquals(List.of(), failures(changes.subList(13, 25)));
    assertEquals(new LinkedHashSet<>(ids(25)).size(), new LinkedHashSet<>(published()).size());
  }

  private static DeployedFunction deployedAsByTheTemplate() {
    Map<String, String> environment = new HashMap<>();
    environment.put("TABLE_NAME", "items");
    environment.put("LARDER_COLLECTIONS_ITEMS_KEY", "id:S");
    environment.put("LARDER_SYSTEM_TABLE", TestDynamoDb.SYSTEM_TABLE);
    environment.put("QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", dynamoDb.endpoint().toString());
    return BuiltFunction.start("deployed", environment);
  }

  @Test
  void aScheduleChecksTheConfigurationAndChangesNeedAHandler() {
    String schedule = Samples.read("cloudwatch-scheduled-event").toString();
    try (DeployedFunction deployed = deployedAsByTheTemplate()) {
      RuntimeApi.Outcome wrong = deployed.invoke(schedule);
      assertTrue(wrong.failed(), wrong.text());
      String error = wrong.text();
      assertTrue(error.contains("dev.larder.event.HandlerFailedException"), error);
      assertTrue(error.contains("larder.system-table needs expires"), error);
      assertTrue(
          deployed
              .log()
              .lines()
              .anyMatch(
                  line ->
                      line.contains("\"WARN\"")
                          && line.contains("larder.system-table needs expires")));

      TestDynamoDb.expire(dynamoDb.client(), TestDynamoDb.SYSTEM_TABLE);
      RuntimeApi.Outcome right = deployed.invoke(schedule);
      assertFalse(right.failed(), right.text());
      assertEquals("null", right.text());
      assertTrue(deployed.log().contains("The configuration matches the tables"));

      RuntimeApi.Outcome changes = deployed.invoke(Samples.read("dynamodb-update").toString());
      assertTrue(changes.failed(), changes.text());
      assertTrue(changes.text().contains("ItemChangeHandler"), changes.text());
      assertTrue(changes.text().contains("larder.publication.event-bus"), changes.text());
    }
  }

  @Test
  void aScheduleNamesAllThatIsWrong() {
    ObjectNode schedule = Samples.read("cloudwatch-scheduled-event");
    RuntimeApi.Outcome outcome =
        function.invoke(schedule.put("source", "aws.scheduler").put("detail", "{}").toString());
    assertTrue(outcome.failed(), outcome.text());
    for (String finding :
        List.of(
            "ExampleTableWithStream, but this account and region have no such table",
            "films has no stream")) {
      assertTrue(outcome.text().contains(finding), outcome.text());
    }
  }

  @Test
  void anEventOfABusThatNobodyAcceptsIsAFailureThatNamesIt() {
    ObjectNode event = Samples.read("cloudwatch-scheduled-event");
    RuntimeApi.Outcome outcome =
        function.invoke(event.put("source", "shop").put("detail-type", "Order Placed").toString());
    assertTrue(outcome.failed(), outcome.text());
    assertTrue(
        outcome.text().contains("UnsupportedEventException")
            && outcome.text().contains("shop")
            && outcome.text().contains("Order Placed"),
        outcome.text());
  }
}
