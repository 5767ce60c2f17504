package dev.larder.event.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.FakeEventBridge;
import dev.larder.deploy.Template;
import dev.larder.dynamo.Deadlines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class EventBusTest {
  private static FakeEventBridge eventBridge;

  @Inject EventBus eventBus;

  private static Map<String, String> properties() {
    return Map.of(
        "aws.endpointUrlEventBridge",
        eventBridge.endpoint().toString(),
        "aws.region",
        "eu-central-1",
        "aws.accessKeyId",
        "AKIDEXAMPLE",
        "aws.secretAccessKey",
        "secret");
  }

  @BeforeAll
  static void start() {
    eventBridge = FakeEventBridge.start();
    properties().forEach(System::setProperty);
  }

  @AfterAll
  static void stop() {
    properties().keySet().forEach(System::clearProperty);
    eventBridge.close();
  }

  @BeforeEach
  void allIsWell() {
    eventBridge.forget();
    Deadlines.leave(Duration.ofMinutes(1));
  }

  private static List<ChangeEntry> entries(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> new ChangeEntry("c" + i, "Item Created", 0, "arn", "{\"id\":\"c" + i + "\"}"))
        .toList();
  }

  private static List<String> taken() {
    return eventBridge.taken().stream()
        .map(entry -> FakeEventBridge.detail(entry).path("id").asText())
        .toList();
  }

  @Test
  void entriesGoToTheBusInOneSignedCall() {
    assertEquals(3, eventBus.put("bus", entries(3)));
    assertEquals(List.of(List.of("c0", "c1", "c2")), eventBridge.calls());
    Map<String, String> headers = eventBridge.lastHeaders();
    assertEquals("AWSEvents.PutEvents", headers.get("x-amz-target"));
    assertEquals("application/x-amz-json-1.1", headers.get("content-type"));
    String signature = headers.get("authorization");
    assertTrue(signature.contains("/eu-central-1/events/aws4_request"), signature);
    assertEquals("bus", eventBridge.taken().get(0).path("EventBusName").asText());
  }

  @Test
  void theTemplateAllowsTheCall() {
    eventBus.put("bus", entries(1));
    String call = eventBridge.lastHeaders().get("x-amz-target").replace("AWSEvents.", "events:");
    Set<String> permissions =
        Template.source()
            .deploy(Map.of("EventBusName", "bus", "Architecture", "arm64"))
            .permissions();
    permissions.removeIf(permission -> !permission.startsWith("events:"));
    assertEquals(1, permissions.size());
    String permission = permissions.iterator().next();
    assertTrue(permission.startsWith(call + " arn:"), permission);
    assertTrue(permission.endsWith(":event-bus/bus"), permission);
  }

  @Test
  void onlyEntriesThatFailedForNowArePutAgain() {
    eventBridge.fail(Map.of(0, "InternalFailure", 2, "ThrottlingException"));
    eventBridge.fail(Map.of(1, "ThrottlingException"));
    assertEquals(3, eventBus.put("bus", entries(3)));
    assertEquals(
        List.of(List.of("c0", "c1", "c2"), List.of("c0", "c2"), List.of("c2")),
        eventBridge.calls());
    assertEquals(List.of("c1", "c0", "c2"), taken());
  }

  @ParameterizedTest
  @CsvSource({
    "400,com.amazonaws.events#ThrottlingException",
    "400,ThrottlingException",
    "429,TooManyRequests",
    "503,ServiceUnavailable",
    "500,InternalException"
  })
  void aCallThatFailsForNowIsMadeAgain(int status, String code) {
    // More often than the call itself is tried again
    for (int i = 0; i < 4; i++) {
      eventBridge.refuse(status, code);
    }
    assertEquals(2, eventBus.put("bus", entries(2)));
    assertEquals(List.of("c0", "c1"), taken());
  }

  @Test
  void anEntryThatFailsForGoodStopsThere() {
    eventBridge.fail(Map.of(1, "MalformedDetail"));
    assertEquals(1, eventBus.put("bus", entries(3)));
    assertEquals(1, eventBridge.calls().size());
  }

  @Test
  void theFirstOfThoseThatFailForGoodCounts() {
    eventBridge.fail(Map.of(1, "MalformedDetail", 2, "MalformedDetail"));
    assertEquals(1, eventBus.put("bus", entries(4)));
  }

  @Test
  void entriesBeforeOneThatFailsForGoodArePutAgain() {
    eventBridge.fail(
        Map.of(0, "ThrottlingException", 1, "MalformedDetail", 2, "ThrottlingException"));
    assertEquals(1, eventBus.put("bus", entries(3)));
    assertEquals(List.of(List.of("c0", "c1", "c2"), List.of("c0")), eventBridge.calls());
    assertEquals(List.of("c0"), taken());
  }

  @Test
  void aCallThatIsRefusedForGoodIsNotMadeAgain() {
    eventBridge.refuse(400, "AccessDeniedException");
    assertEquals(0, eventBus.put("bus", entries(2)));
    assertEquals(1, eventBridge.calls().size());
  }

  @ParameterizedTest
  @CsvSource({"403,<html>no</html>", "404,''", "200,<html>yes</html>", "200,''", "200,{}"})
  void anAnswerThatIsNotEventBridgesIsNotAskedForAgain(int status, String body) {
    eventBridge.answer(status, body);
    assertEquals(0, eventBus.put("bus", entries(2)));
    assertEquals(1, eventBridge.calls().size());
  }

  @Test
  void anEntryWithoutAnAnswerIsNotPut() {
    eventBridge.answer(200, "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"a\"}]}");
    assertEquals(1, eventBus.put("bus", entries(2)));
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "300, 1"})
  void nothingIsTriedAgainPastTheDeadline(int millis, int put) {
    Deadlines.leave(Duration.ofMillis(millis));
    eventBridge.fail(Map.of(1, "ThrottlingException"));
    for (int i = 0; i < 1000; i++) {
      // The one that is left.
      eventBridge.fail(Map.of(0, "ThrottlingException"));
    }
    assertEquals(put, eventBus.put("bus", entries(3)));
  }
}
