package dev.larder.job;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.FakeLambda;
import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import dev.larder.deploy.Template;
import dev.larder.lambda.Authorizers;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.Gateway;
import dev.larder.lambda.GatewayFilter;
import dev.larder.lambda.RuntimeApi;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Asynchronous requests to the built function, which invokes itself through Lambda's service. */
class JobServiceIT {
  private static final int KILLS = Integer.getInteger("larder.kills", 6);

  /** The time of an invocation in which some transactions are made. */
  private static final Duration SHORT = Duration.ofSeconds(4);

  private static final long SEED = Long.getLong("larder.seed", 20260101L);

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb.endpoint());

  private static DeployedFunction start(FakeLambda lambda) {
    DeployedFunction function =
        BuiltFunction.start(
            faulty.endpoint(), "jobs", Map.of("AWS_ENDPOINT_URL_LAMBDA", lambda.endpoint()));
    function.awaitNext(Duration.ofSeconds(30));
    return function;
  }

  private static GatewayFilter ada(DeployedFunction function) {
    return function.behind(Gateway.HTTP_API).authorizer(Authorizers.jwt("ada"));
  }

  private static RequestSpecification async(DeployedFunction function, String body) {
    return ada(function).json(body).header("Prefer", "respond-async");
  }

  private static Response put(DeployedFunction function, String id) {
    return async(function, "{\"a\":1}").put("/items/" + id);
  }

  private static String accepted(Response answer) {
    answer.then().statusCode(202).header("Preference-Applied", "respond-async");
    return answer.header("Location");
  }

  private static Response get(DeployedFunction function, String path) {
    return ada(function).given().get(path);
  }

  @Test
  void aJobIsDoneByTheNextInvocation() throws Exception {
    try (FakeLambda lambda = new FakeLambda();
        DeployedFunction function = start(lambda)) {
      String job = accepted(put(function, "done"));
      get(function, job).then().body("state", equalTo("queued"));
      get(function, job + "/result").then().statusCode(404);
      get(function, "/items/done").then().statusCode(404);
      FakeLambda.Invocation invocation = lambda.next();
      RuntimeApi.Outcome outcome = invocation.attempt(function.api());
      assertFalse(outcome.failed(), outcome.text());
      assertEquals("null", outcome.text());
      Response done = get(function, job);
      done.then().statusCode(303).body("attempts", equalTo(1));
      Response item = get(function, "/items/done");
      Response result = get(function, done.header("Location"));
      result.then().statusCode(201).header("ETag", item.header("ETag"));
      assertEquals(item.as(JsonNode.class), result.as(JsonNode.class));
      assertFalse(invocation.attempt(function.api()).failed(), "delivered twice");
      get(function, "/items/done").then().header("ETag", item.header("ETag"));
      assertTrue(lambda.isEmpty());
    }
  }

  @Test
  void aJobThatFailsForGoodEndsInTheFailureQueue() throws Exception {
    try (FakeLambda lambda = new FakeLambda();
        DeployedFunction function = start(lambda)) {
      String job = accepted(put(function, "failed"));
      FakeLambda.Invocation invocation = lambda.next();
      faulty.fail(1000, "TransactWriteItems", 400, "ThrottlingException");
      lambda.deliver(invocation, function.api());
      faulty.reset();
      assertEquals(List.of(invocation.event()), lambda.failed());
      get(function, job)
          .then()
          .statusCode(200)
          .body("state", equalTo("failed"), "attempts", equalTo(3), "problem.status", equalTo(503));
      get(function, "/items/failed").then().statusCode(404);
      assertTrue(function.log().contains("RequestFailedException"));

      lambda.deliver(invocation, function.api());
      // Delivered again by its operator
      get(function, job).then().statusCode(303);
      get(function, "/items/failed").then().statusCode(200);
    }
  }

  /** The function invokes what was invoked, which is the alias. */
  @Test
  void theTemplateAllowsTheFunctionToInvokeWhatIsInvoked() {
    Set<String> permissions = Template.built("jvm").deploy(Map.of()).permissions();
    permissions.removeIf(permission -> !permission.startsWith("lambda:"));
    assertEquals(Set.of("lambda:InvokeFunction ${Function.Alias}"), permissions);
  }

  @Test
  void whereNothingCanBeQueuedTheRequestIsDoneAtOnce() {
    try (FakeLambda lambda = new FakeLambda();
        DeployedFunction function = start(lambda)) {
      for (int status : new int[] {403, 429, 500}) {
        lambda.answerWith(status);
        String id = "at-once-" + status;
        async(function, "{\"a\":1}")
            .header("Idempotency-Key", id)
            .put("/items/" + id)
            .then()
            .statusCode(201)
            .header("Preference-Applied", nullValue());
        get(function, "/items/" + id).then().statusCode(200);
        assertTrue(
            dynamoDb
                .client()
                .scanPaginator(scan -> scan.tableName(TestDynamoDb.SYSTEM_TABLE))
                .items()
                .stream()
                .noneMatch(
                    record ->
                        record.get("id").s().startsWith("job/")
                            && record.get("path").s().equals("/items/" + id)));
      }
    }
  }

  @Test
  void aContainerThatIsKilledLeavesItsJobToTheNext() throws Exception {
    Random random = new Random(SEED);
    try (FakeLambda lambda = new FakeLambda()) {
      DeployedFunction function = start(lambda);
      try {
        for (int run = 0; run < KILLS; run++) {
          String body = "{\"run\":" + run + "}";
          String job = accepted(async(function, body).post("/items"));
          FakeLambda.Invocation invocation = lambda.next();
          DeployedFunction victim = function;
          CompletableFuture<Void> first =
              CompletableFuture.runAsync(
                  () -> invocation.attempt(victim.api()), BuiltFunction.INVOKER);
          Thread.sleep(random.nextInt(run % 2 == 0 ? 15 : 150));
          ProcessHandle.of(victim.process().pid()).ifPresent(ProcessHandle::destroyForcibly);
          first.exceptionally(killed -> null).join();
          victim.close();

          function = start(lambda);
          RuntimeApi.Outcome repeated = invocation.attempt(function.api());
          assertFalse(repeated.failed(), repeated.text());
          Response result = get(function, job + "/result");
          assertEquals(201, result.statusCode(), "run " + run);
          get(function, result.header("Location")).then().statusCode(200);
          assertEquals(1, items(run), "run " + run);
        }
      } finally {
        function.close();
      }
    }
  }

  /** Kills containers and ends invocations by their deadline, at random. */
  @Test
  void aJobOfManyStepsUpdatesEachItemOnceWhateverBecomesOfItsInvocations() throws Exception {
    int items = 400;
    for (int at = 0; at < items; at++) {
      Map<String, AttributeValue> item =
          Map.of(
              "sensor", AttributeValue.fromS("steps"),
              "at", AttributeValue.fromN(String.valueOf(at)));
      dynamoDb.client().putItem(put -> put.tableName("readings").item(item));
    }
    Random random = new Random(SEED);
    try (FakeLambda lambda = new FakeLambda()) {
      DeployedFunction function = start(lambda);
      try {
        String job =
            accepted(
                ada(function)
                    .given()
                    .contentType("application/vnd.larder.update+json")
                    .body("{\"add\": {\"count\": 1}}")
                    .header("Prefer", "respond-async")
                    .patch("/readings?sensor=steps"));
        for (int kill = 0; kill < KILLS; kill++) {
          FakeLambda.Invocation invocation = lambda.next();
          DeployedFunction victim = function;
          CompletableFuture<Void> first =
              CompletableFuture.runAsync(
                  () -> invocation.attempt(victim.api()), BuiltFunction.INVOKER);
          Thread.sleep(20 + random.nextInt(200));
          ProcessHandle.of(victim.process().pid()).ifPresent(ProcessHandle::destroyForcibly);
          first.exceptionally(killed -> null).join();
          victim.close();
          function = start(lambda);
          RuntimeApi.Outcome outcome =
              function.api().invoke(invocation.requestId(), invocation.event(), SHORT);
          assertFalse(outcome.failed(), outcome.text());
          if (lambda.isEmpty()) {
            break;
          }
        }
        while (!lambda.isEmpty()) {
          assertFalse(lambda.next().attempt(function.api()).failed());
        }
        get(function, job + "/result")
            .then()
            .statusCode(200)
            .body("matched", equalTo(items), "updated", equalTo(items));
        dynamoDb
            .client()
            .scanPaginator(scan -> scan.tableName("readings").consistentRead(true))
            .items()
            .stream()
            .filter(item -> item.get("sensor").s().equals("steps"))
            .forEach(item -> assertEquals("1", item.get("count").n(), item::toString));
      } finally {
        function.close();
      }
    }
  }

  private static long items(int run) {
    String number = String.valueOf(run);
    return dynamoDb
        .client()
        .scanPaginator(scan -> scan.tableName("items").consistentRead(true))
        .items()
        .stream()
        .filter(item -> item.containsKey("run") && item.get("run").n().equals(number))
        .count();
  }
}
