package dev.larder.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyedExecutorTest {
  private final ExecutorService executor = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void neverIsThereMoreAtOnceThanIsAllowedNorTwoOfOneKeyAndEachKeyKeepsItsOrder() {
    KeyedExecutor inFlight = new KeyedExecutor(executor);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Set<String> busy = ConcurrentHashMap.newKeySet();
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 400; i++) {
      int number = i;
      String key = i % 9 == 0 ? "shared" : "key" + i;
      inFlight.start(
          Set.of(key, "other" + i),
          () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            if (!busy.add(key)) {
              wrong.add(key);
            }
            if (key.equals("shared")) {
              order.add(number);
            }
            pause();
            busy.remove(key);
            now.decrementAndGet();
          });
    }
    inFlight.await();
    assertEquals(0, now.get());
    assertEquals(List.of(), wrong);
    assertEquals(KeyedExecutor.MAX, most.get());
    assertEquals(order.stream().sorted().toList(), order);
    assertEquals(45, order.size());
  }

  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void workThatEndsWithAnErrorIsNotForgotten() {
    KeyedExecutor inFlight = new KeyedExecutor(executor);
    Error error = new AssertionError("of the test");
    inFlight.start(
        Set.of("a"),
        () -> {
          throw error;
        });
    inFlight.start(Set.of("a"), () -> {});
    assertSame(error, assertThrows(Error.class, inFlight::await));
  }

  @Test
  void workThatCannotBeStartedIsNotWaitedFor() {
    executor.shutdown();
    KeyedExecutor inFlight = new KeyedExecutor(executor);
    assertThrows(RejectedExecutionException.class, () -> inFlight.start(Set.of("a"), () -> {}));
    assertTimeoutPreemptively(Duration.ofSeconds(10), inFlight::await);
  }
}
