package dev.larder.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.lambda.Authorizers;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.Gateway;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A container that dies in the middle of a write leaves an order and the outbox entry that its hook
 * adds, or neither. {@code -Dlarder.kills=100} makes it a longer run, {@code -Dlarder.seed} repeats
 * one.
 */
class KilledShopIT {
  private static final int KILLS = Integer.getInteger("larder.kills", 6);
  private static final long SEED = Long.getLong("larder.seed", 20260101L);

  /** More orders than are written before a kill. */
  private static final int ORDERS = 200;

  @Test
  void eachStatusOfAnOrderIsInTheOutboxOnce() throws Exception {
    assumeTrue(BuiltFunction.runsOnJvm(), "the shop is built for the managed runtime");
    Shop.project();
    Random random = new Random(SEED);
    int unknown = 0;
    int happened = 0;
    try (Shop shop = new Shop()) {
      for (int run = 0; run < KILLS; run++) {
        Set<String> paid = new HashSet<>();
        try (DeployedFunction function = shop.start("killed")) {
          function.awaitNext(Duration.ofSeconds(30));
          int at = run;
          AtomicInteger answers = new AtomicInteger();
          CompletableFuture<Void> writes =
              CompletableFuture.runAsync(
                  () -> write(function, at, answers, paid), BuiltFunction.INVOKER);
          if (run % 2 == 0) {
            Thread.sleep(random.nextInt(1_000));
          } else {
            int warm = 1 + random.nextInt(20);
            while (answers.get() < warm && !writes.isDone()) {
              Thread.sleep(1);
            }
            Thread.sleep(random.nextInt(15), random.nextInt(1_000_000));
          }
          ProcessHandle.of(function.process().pid()).ifPresent(ProcessHandle::destroyForcibly);
          assertTrue(killed(writes), "run " + run + " has ended before the kill");
        }
        Map<String, String> orders = new HashMap<>();
        for (Map<String, AttributeValue> order : shop.stored("ORDER")) {
          orders.put(order.get("id").s(), order.get("status").s());
        }
        Map<String, Set<String>> told = new HashMap<>();
        for (Map<String, AttributeValue> entry : shop.stored("OUTBOX")) {
          assertTrue(
              told.computeIfAbsent(entry.get("order").s(), order -> new HashSet<>())
                  .add(entry.get("status").s()),
              () -> entry + " is there twice");
        }
        Map<String, Set<String>> expected = new HashMap<>();
        orders.forEach(
            (order, status) ->
                expected.put(
                    order, status.equals("placed") ? Set.of("placed") : Set.of("placed", status)));
        assertEquals(expected, told, "run " + run);
        for (String order : paid) {
          assertEquals("paid", orders.get(order), "run " + run + ": answered, and forgotten");
        }
        String prefix = at(run);
        long ofRun = orders.keySet().stream().filter(id -> id.startsWith(prefix)).count();
        unknown += ofRun > paid.size() ? 1 : 0;
        happened += paid.size();
      }
    }
    assertTrue(happened > 0, "no order was written");
    System.out.printf(
        "%d kills; %d orders were paid before, %d kills left one that was placed or not answered%n",
        KILLS, happened, unknown);
  }

  private static String at(int run) {
    return "run-" + run + "-";
  }

  private static void write(
      DeployedFunction function, int run, AtomicInteger answers, Set<String> paid) {
    for (int order = 0; order < ORDERS; order++) {
      String id = at(run) + order;
      json(function, "{\"lines\": [{\"sku\": \"tea\", \"pieces\": 1, \"price\": 4}]}")
          .put("/orders/" + id)
          .then()
          .statusCode(201);
      answers.incrementAndGet();
      json(function, "{\"status\": \"paid\"}")
          .contentType("application/merge-patch+json")
          .patch("/orders/" + id)
          .then()
          .statusCode(200);
      paid.add(id);
      answers.incrementAndGet();
    }
  }

  private static RequestSpecification json(DeployedFunction function, String body) {
    return function
        .behind(Gateway.FUNCTION_URL)
        .authorizer(Authorizers.jwt("cy", "clerk"))
        .json(body);
  }

  /** Whether a kill has ended the writes; what else ends them is thrown. */
  private static boolean killed(CompletableFuture<Void> writes) {
    try {
      writes.join();
      return false;
    } catch (CompletionException e) {
      if (e.getCause() instanceof AssertionError wrong) {
        throw wrong;
      }
      return true;
    }
  }
}
