package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestDynamoDb;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A container that dies in the middle of a write leaves the write and its record, or neither.
 * {@code -Dlarder.kills=200} makes it a longer run, {@code -Dlarder.seed} repeats one.
 */
class KilledFunctionIT {
  private static final int KILLS = Integer.getInteger("larder.kills", 10);
  private static final long SEED = Long.getLong("larder.seed", 20260101L);

  @Test
  void aRepeatAfterTheKillMakesOneItemAndReplaysOnlyWhatHappened() throws Exception {
    Random random = new Random(SEED);
    int happened = 0;
    try (TestDynamoDb dynamoDb = TestDynamoDb.start()) {
      DeployedFunction function = start(dynamoDb);
      // REST-assured's own start would outlast the time until the first kill.
      function.given().get("/items/a");
      try {
        for (int run = 0; run < KILLS; run++) {
          RequestSpecification post = post(function, run);
          DeployedFunction victim = function;
          CompletableFuture<Integer> first =
              CompletableFuture.supplyAsync(
                  () -> post.post("/items").statusCode(), BuiltFunction.INVOKER);
          Thread.sleep(0, random.nextInt(1_000_000));
          Thread.sleep(random.nextInt(run % 2 == 0 ? 12 : 150));
          ProcessHandle.of(victim.process().pid()).ifPresent(ProcessHandle::destroyForcibly);
          boolean answered = created(first);
          victim.close();
          long before = items(dynamoDb, run);

          function = start(dynamoDb);
          Response repeat = post(function, run).post("/items");
          repeat.then().statusCode(201);
          boolean replayed = repeat.headers().hasHeaderWithName("Idempotency-Replayed");
          assertEquals(before == 1, replayed, "run " + run + ": " + before + " items");
          assertTrue(!answered || replayed, "run " + run + ": answered, and forgotten");
          assertEquals(1, items(dynamoDb, run), "run " + run);
          function.given().get(repeat.header("Location")).then().statusCode(200);
          happened += before == 1 ? 1 : 0;
        }
      } finally {
        function.close();
      }
    }
    System.out.printf("%d kills, after %d of which the write had happened%n", KILLS, happened);
  }

  private static DeployedFunction start(TestDynamoDb dynamoDb) {
    DeployedFunction function = BuiltFunction.start(dynamoDb, "killed", Map.of());
    function.awaitNext(Duration.ofSeconds(30));
    return function;
  }

  private static RequestSpecification post(DeployedFunction function, int run) {
    return function.json("{\"run\":" + run + "}").header("Idempotency-Key", "run-" + run);
  }

  private static boolean created(CompletableFuture<Integer> first) {
    try {
      return first.join() == 201;
    } catch (CompletionException e) {
      return false;
    }
  }

  private static long items(TestDynamoDb dynamoDb, int run) {
    return dynamoDb
        .client()
        .scanPaginator(
            scan ->
                scan.tableName("items")
                    .consistentRead(true)
                    .filterExpression("run = :run")
                    .expressionAttributeValues(
                        Map.of(":run", AttributeValue.fromN(String.valueOf(run)))))
        .items()
        .stream()
        .count();
  }
}
