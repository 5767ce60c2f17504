package dev.larder.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import dev.larder.deploy.Template;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.HttpEvent;
import dev.larder.lambda.RuntimeApi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Asynchronous requests to the built function, which invokes itself through Lambda's service. */
class JobsIT {
  private static final int KILLS = Integer.getInteger("larder.kills", 6);
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

  private static HttpEvent put(String id) {
    return HttpEvent.of("PUT", "/items/" + id)
        .header("Prefer", "respond-async")
        .jwt("ada")
        .json("{\"a\":1}");
  }

  private static HttpEvent.Answer send(DeployedFunction function, HttpEvent event) {
    return HttpEvent.Answer.of(function.invoke(event.toString()));
  }

  private static String accepted(HttpEvent.Answer answer) {
    assertEquals(202, answer.status(), answer.body());
    assertEquals("respond-async", answer.headers().get("Preference-Applied"));
    return answer.headers().get("Location");
  }

  private static HttpEvent.Answer get(DeployedFunction function, String path) {
    return send(function, HttpEvent.of("GET", path).jwt("ada"));
  }

  @Test
  void aJobIsDoneByTheNextInvocation() throws Exception {
    try (FakeLambda lambda = new FakeLambda();
        DeployedFunction function = start(lambda)) {
      String job = accepted(send(function, put("done")));
      assertEquals("queued", get(function, job).json().path("state").asText());
      assertEquals(404, get(function, job + "/result").status());
      assertEquals(404, get(function, "/items/done").status());
      FakeLambda.Invocation invocation = lambda.next();
      RuntimeApi.Outcome outcome = invocation.attempt(function.api());
      assertFalse(outcome.failed(), outcome.text());
      assertEquals("null", outcome.text());
      HttpEvent.Answer done = get(function, job);
      assertEquals(303, done.status(), done.body());
      assertEquals(1, done.json().path("attempts").asInt());
      HttpEvent.Answer result = get(function, done.headers().get("Location"));
      assertEquals(201, result.status());
      HttpEvent.Answer item = get(function, "/items/done");
      assertEquals(item.json(), result.json());
      assertEquals(item.headers().get("ETag"), result.headers().get("ETag"));
      assertFalse(invocation.attempt(function.api()).failed(), "delivered twice");
      assertEquals(item.headers().get("ETag"), get(function, "/items/done").headers().get("ETag"));
      assertTrue(lambda.isEmpty());
    }
  }

  @Test
  void aJobThatFailsForGoodEndsInTheFailureQueue() throws Exception {
    try (FakeLambda lambda = new FakeLambda();
        DeployedFunction function = start(lambda)) {
      String job = accepted(send(function, put("failed")));
      FakeLambda.Invocation invocation = lambda.next();
      faulty.fail(1000, "TransactWriteItems", 500, "InternalServerError");
      lambda.deliver(invocation, function.api());
      faulty.reset();
      assertEquals(List.of(invocation.event()), lambda.failed());
      HttpEvent.Answer failed = get(function, job);
      assertEquals(200, failed.status());
      assertEquals("failed", failed.json().path("state").asText());
      assertEquals(3, failed.json().path("attempts").asInt());
      assertEquals(504, failed.json().at("/problem/status").asInt());
      assertEquals(404, get(function, "/items/failed").status());
      assertTrue(function.log().contains("RequestFailedException"));

      lambda.deliver(invocation, function.api());
      assertEquals(303, get(function, job).status(), "delivered again by its operator");
      assertEquals(200, get(function, "/items/failed").status());
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
        HttpEvent.Answer answer = send(function, put(id).header("Idempotency-Key", id));
        assertEquals(201, answer.status(), answer.body());
        assertNull(answer.headers().get("Preference-Applied"));
        assertEquals(200, get(function, "/items/" + id).status());
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
          String job =
              accepted(
                  send(
                      function,
                      HttpEvent.of("POST", "/items")
                          .header("Prefer", "respond-async")
                          .jwt("ada")
                          .json(body)));
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
          HttpEvent.Answer result = get(function, job + "/result");
          assertEquals(201, result.status(), "run " + run);
          assertEquals(200, get(function, result.headers().get("Location")).status());
          assertEquals(1, items(run), "run " + run);
        }
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
