package dev.larder.job;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.Write;
import dev.larder.event.ApiClient;
import dev.larder.event.ApiRequest;
import dev.larder.event.Event;
import dev.larder.event.InvocationFailedException;
import dev.larder.http.Identity;
import dev.larder.lambda.FixedContext;
import dev.larder.lambda.invocation.CurrentInvocation;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.LarderConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Jobs of several steps, wherever a step ends. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class JobStepsTest {
  private static final int ITEMS = 300;

  /** An invocation in which there is time for some transactions. */
  private static final int SHORT = 2_850;

  private static final int LONG = 60_000;

  @Inject JobRepository repository;
  @Inject ApiClient requests;
  @Inject DynamoDb dynamoDb;
  @Inject Transactions transactions;
  @Inject LarderConfig config;

  DynamoDbClient client;

  private final String run = UUID.randomUUID().toString();
  private final Queue<byte[]> events = new ConcurrentLinkedQueue<>();
  private String id;
  private int invocations;

  @BeforeEach
  void putItems() {
    for (int at = 0; at < ITEMS; at++) {
      Map<String, AttributeValue> item =
          Map.of(
              "sensor", AttributeValue.fromS(run),
              "at", AttributeValue.fromN(String.valueOf(at)),
              "count", AttributeValue.fromN("1"));
      client.putItem(put -> put.tableName("readings").item(item));
    }
    submit();
  }

  private void submit() {
    byte[] body = "{\"add\": {\"count\": 1}}".getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = Map.of("Content-Type", "application/vnd.larder.update+json");
    Job job =
        new JobService(repository, (job1, event) -> events.add(event), Clock.systemUTC())
            .submit(
                new ApiRequest("PATCH", "/readings?sensor=" + run, headers, body, Identity.NOBODY),
                Optional.of(run))
            .orElseThrow();
    id = job.id();
  }

  /** Invokes the function with the next event, which is delivered again if the invocation fails. */
  private void invoke(JobRepository through, int millis) {
    byte[] event = events.remove();
    invocations++;
    FixedContext context = new FixedContext("r" + invocations, 1024, millis);
    CurrentInvocation.begin(context);
    try {
      new JobInvocationHandler(
              through, requests, () -> (job, next) -> events.add(next), Clock.systemUTC())
          .handle(new Event(event), context);
    } catch (InvocationFailedException e) {
      events.add(event);
    }
  }

  private Map<Integer, Integer> counts() {
    Map<Integer, Integer> counts = new java.util.TreeMap<>();
    client
        .queryPaginator(
            query ->
                query
                    .tableName("readings")
                    .consistentRead(true)
                    .keyConditionExpression("sensor = :run")
                    .expressionAttributeValues(Map.of(":run", AttributeValue.fromS(run))))
        .items()
        .forEach(item -> counts.merge(Integer.parseInt(item.get("count").n()), 1, Integer::sum));
    return counts;
  }

  private void assertDone() {
    assertEquals(Map.of(2, ITEMS), counts());
    given()
        .get("/_jobs/" + id + "/result")
        .then()
        .statusCode(200)
        .body("matched", equalTo(ITEMS), "updated", equalTo(ITEMS), "skipped", equalTo(0));
  }

  @Test
  void aJobGoesOnInAnotherInvocationWhereTheTimeOfOneIsOver() {
    invoke(repository, SHORT);
    JsonPath state = given().get("/_jobs/" + id).jsonPath();
    assertEquals("queued", state.getString("state"));
    int updated = state.getInt("progress.updated");
    assertTrue(updated > 0 && updated < ITEMS, "updated " + updated);
    assertEquals(Map.of(1, ITEMS - updated, 2, updated), counts());
    while (!events.isEmpty()) {
      invoke(repository, SHORT);
    }
    assertDone();
  }

  /** A repository that fails before a commit or after it, with a failure of each kind. */
  private JobRepository failing(Random random) {
    return new JobRepository(dynamoDb, transactions, Clock.systemUTC(), config) {
      @Override
      boolean replace(Job before, Job after, List<Write> others) {
        RuntimeException failure =
            switch (random.nextInt(4)) {
              case 0 -> new IllegalStateException("asked for by a test");
              case 1 -> new ProblemException(ProblemType.OUTCOME_UNKNOWN, "asked for by a test");
              case 2 -> new ProblemException(ProblemType.UNAVAILABLE, "asked for by a test");
              default -> null;
            };
        boolean known =
            failure instanceof ProblemException e && e.type() == ProblemType.UNAVAILABLE;
        if (failure != null && (known || random.nextBoolean())) {
          throw failure;
        }
        boolean replaced = super.replace(before, after, others);
        if (failure != null) {
          throw failure;
        }
        return replaced;
      }
    };
  }

  @Test
  void whereverAStepIsInterruptedNoItemIsUpdatedTwiceOrLeftOut() {
    Random random = new Random(20260101);
    JobRepository failing = failing(random);
    while (!events.isEmpty()) {
      invoke(failing, LONG);
    }
    assertTrue(invocations > 3, "only " + invocations + " invocations");
    assertDone();
  }

  @Test
  void anEventThatIsDeliveredTwiceAtOnceUpdatesEachItemOnce() {
    events.add(events.element());
    List<CompletableFuture<Void>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      both.add(CompletableFuture.runAsync(() -> ofItsOwnContext(() -> invoke(repository, LONG))));
    }
    both.forEach(CompletableFuture::join);
    while (!events.isEmpty()) {
      invoke(repository, LONG);
    }
    assertDone();
  }

  private static void ofItsOwnContext(Runnable work) {
    io.quarkus.arc.ManagedContext context = io.quarkus.arc.Arc.container().requestContext();
    context.activate();
    try {
      work.run();
    } finally {
      context.terminate();
    }
  }

  @Test
  void aJobThatItsCallerEndsStopsAndGoesOnWithItsKey() {
    invoke(repository, SHORT);
    given().delete("/_jobs/" + id).then().statusCode(200).body("state", equalTo("canceled"));
    int updated = given().get("/_jobs/" + id).jsonPath().getInt("progress.updated");
    invoke(repository, LONG);
    assertTrue(events.isEmpty());
    assertEquals(Map.of(1, ITEMS - updated, 2, updated), counts());
    given().get("/_jobs/" + id + "/result").then().statusCode(404);
    submit();
    assertEquals(1, events.size());
    invoke(repository, LONG);
    assertDone();
    given().delete("/_jobs/" + id).then().statusCode(200).body("state", equalTo("done"));
  }

  @Test
  void aStepThatRunsStopsWhereItsCallerEndsTheJob() {
    JobRepository ended =
        new JobRepository(dynamoDb, transactions, Clock.systemUTC(), config) {
          private int commits;

          @Override
          boolean replace(Job before, Job after, List<Write> others) {
            if (++commits == 3) {
              Job running = repository.find(id).orElseThrow();
              assertTrue(repository.replace(running, running.withCancellation()));
            }
            return super.replace(before, after, others);
          }
        };
    invoke(ended, LONG);
    assertTrue(events.isEmpty());
    JsonPath state = given().get("/_jobs/" + id).jsonPath();
    assertEquals("canceled", state.getString("state"));
    int updated = state.getInt("progress.updated");
    assertEquals(Map.of(1, ITEMS - updated, 2, updated), counts());
  }
}
