package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Fault;
import dev.larder.FaultyDynamoDb;
import dev.larder.FaultyDynamoDbResource;
import dev.larder.Progress;
import dev.larder.dynamo.Deadlines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A client that creates items without Idempotency-Key while DynamoDB's responses are lost, and does
 * what each response says, has exactly one item of each at the end. {@code -Plost-answers} makes it
 * a long run.
 */
@QuarkusTest
@WithTestResource(FaultyDynamoDbResource.class)
class LostAnswersTest {
  private static final int ITEMS = Integer.getInteger("lost.answers", 30);
  private static final String UNKNOWN = "urn:problem-type:larder:outcome-unknown";

  /** Before DynamoDB does the write, after it, or some time later. */
  private static final List<Fault> LOSSES =
      List.of(
          Fault.disconnect(),
          Fault.lose(),
          Fault.cut(),
          Fault.errorAfter(500, "InternalServerError"),
          Fault.error(500, "InternalServerError"),
          Fault.late(Duration.ofMillis(3)),
          Fault.late(Duration.ofMillis(40)));

  private final String run = UUID.randomUUID().toString();
  private final Map<String, Integer> answers = new TreeMap<>();
  FaultyDynamoDb faulty;
  DynamoDbClient pastIt;

  @BeforeEach
  @AfterEach
  void noFaults() {
    faulty.reset();
  }

  private RequestSpecification item(int number) {
    return given()
        .contentType("application/json")
        .body("{\"run\":\"" + run + "\",\"number\":\"" + number + "\"}");
  }

  private Response answered(Response response) {
    String type = response.statusCode() < 400 ? "" : " " + response.jsonPath().getString("type");
    answers.merge(
        response.statusCode() + type + (response.header("Retry-After") == null ? "" : " again"),
        1,
        Integer::sum);
    return response;
  }

  /**
   * Creates an item as the responses say.
   *
   * @return false if the client was told that it cannot know whether there is an item
   */
  private boolean create(int number, Duration time) {
    while (true) {
      Deadlines.leave(time);
      Response response = answered(item(number).post("/items"));
      if (response.statusCode() == 201) {
        return true;
      }
      if (response.header("Retry-After") == null) {
        assertEquals(UNKNOWN, response.jsonPath().getString("type"), response.asString());
        return response.header("Location") != null && settle(number, response, time);
      }
    }
  }

  private boolean settle(int number, Response doubt, Duration time) {
    String location = doubt.header("Location");
    assertEquals(location, doubt.jsonPath().getString("instance"));
    assertEquals(location, "/items/" + doubt.jsonPath().getString("key.id"));
    while (true) {
      Deadlines.leave(time);
      Response response = answered(item(number).header("If-None-Match", "*").put(location));
      if (response.statusCode() == 201 || response.statusCode() == 412) {
        return true;
      }
      if (response.header("Retry-After") == null) {
        return false;
      }
    }
  }

  /** With much time the function itself finds out; with little the client has to. */
  @ParameterizedTest
  @CsvSource({"0.5, 5000", "0.5, 240", "0.9, 260"})
  void whoDoesWhatTheAnswersSayHasOneItemOfEach(double probability, int millis) {
    List<Fault.Chance> rain = new ArrayList<>();
    LOSSES.forEach(loss -> rain.add(loss.likely(probability / LOSSES.size())));
    Collections.shuffle(rain, new java.util.Random(1));
    faulty.rain(millis, rain.toArray(Fault.Chance[]::new));
    boolean[] known = new boolean[ITEMS];
    Progress progress = new Progress("items", ITEMS);
    for (int number = 0; number < ITEMS; number++) {
      known[number] = create(number, Duration.ofMillis(millis));
      progress.step();
    }
    faulty.settle();
    int[] stored = stored();
    System.out.printf("%d items at %s within %d ms: %s%n", ITEMS, probability, millis, answers);
    for (int number = 0; number < ITEMS; number++) {
      assertTrue(stored[number] <= 1, number + " is there " + stored[number] + " times");
      assertTrue(!known[number] || stored[number] == 1, number + " is not there");
    }
    assertTrue(
        answers.keySet().stream().anyMatch(answer -> answer.contains(UNKNOWN)) || millis > 1000);
    assertEquals(ITEMS, Arrays.stream(stored).sum());
  }

  private int[] stored() {
    int[] stored = new int[ITEMS];
    pastIt
        .scanPaginator(
            scan ->
                scan.tableName("items")
                    .consistentRead(true)
                    .filterExpression("run = :run")
                    .expressionAttributeValues(Map.of(":run", AttributeValue.fromS(run))))
        .items()
        .forEach(item -> stored[Integer.parseInt(item.get("number").s())]++);
    return stored;
  }
}
