package dev.larder.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import dev.larder.dynamo.Batches;
import dev.larder.dynamo.Deadlines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a DynamoDB that is busy makes of a bulk write. */
@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
class UnprocessedTest {
  private final String run = UUID.randomUUID().toString();
  FaultyDynamoDb faulty;
  DynamoDbClient pastIt;

  @BeforeEach
  void noFaults() {
    faulty.reset();
  }

  private String entries(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"sensor\":\"" + run + "\",\"at\":" + i + ",\"value\":" + i * 2 + "}")
        .collect(Collectors.joining("\n"));
  }

  private Map<Integer, Map<String, AttributeValue>> stored() {
    Map<Integer, Map<String, AttributeValue>> stored = new HashMap<>();
    pastIt
        .queryPaginator(
            query ->
                query
                    .tableName("readings")
                    .consistentRead(true)
                    .keyConditionExpression("sensor = :sensor")
                    .expressionAttributeValues(Map.of(":sensor", AttributeValue.fromS(run))))
        .items()
        .forEach(item -> stored.put(Integer.valueOf(item.get("at").n()), item));
    return stored;
  }

  @Test
  void everyEntryIsStoredThoughSomeAreLeftUnprocessedEveryTime() {
    int entries = 1000;
    faulty.leaveUnprocessed(0.3);
    Response response = Bulk.request(Bulk.NDJSON, entries(entries)).post("/readings");
    JsonNode answer = Bulk.ok(response);
    String consumed = String.join(", ", response.headers().getValues("Larder-Consumed-Capacity"));
    assertTrue(consumed.matches("read=.*, write=1000, throttled=[1-9][0-9]*"), consumed);
    assertEquals(entries, answer.path("succeeded").asInt());
    assertTrue(answer.path("omitted").isMissingNode());
    assertEquals(Collections.nCopies(entries, "200"), Bulk.each(answer, "/status"));
    assertTrue(faulty.calls("BatchWriteItem") > entries / Batches.MAX_WRITES);
    Map<Integer, Map<String, AttributeValue>> stored = stored();
    assertEquals(entries, stored.size());
    for (int i = 0; i < entries; i++) {
      assertEquals(String.valueOf(i * 2), stored.get(i).get("value").n());
      assertEquals(
          answer.path("results").path(i).path("_version").asText(),
          stored.get(i).get("_version").s());
    }
  }

  @Test
  void whereNothingIsProcessedEveryEntrySaysSoBeforeTheDeadline() {
    // As many as are under way at once, so that each of them is tried.
    int entries = KeyedExecutor.MAX * Batches.MAX_WRITES;
    Bulk.ok(Bulk.request(Bulk.JSON, "[{\"sensor\":\"other\",\"at\":1}]").post("/readings"));
    faulty.reset();
    faulty.leaveUnprocessed(1);
    Deadlines.leave(Duration.ofMillis(1200));
    long start = System.nanoTime();
    Response response = Bulk.request(Bulk.NDJSON, entries(entries)).post("/readings");
    assertEquals("1", response.header("Retry-After"));
    JsonNode answer = Bulk.partial(response);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    // Lambda ends the invocation 800 ms after that.
    assertTrue(took.toMillis() < 2000, () -> "took " + took);
    assertEquals(0, answer.path("succeeded").asInt());
    assertEquals(entries, answer.path("failed").asInt());
    assertEquals(Collections.nCopies(entries, "503"), Bulk.each(answer, "/status"));
    assertEquals(
        List.of("urn:problem-type:larder:throttled"),
        List.copyOf(new HashSet<>(Bulk.each(answer, "/problem/type"))));
    assertTrue(faulty.calls("BatchWriteItem") > KeyedExecutor.MAX, "not tried again");
    assertTrue(stored().isEmpty());
  }
}
