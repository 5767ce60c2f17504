package dev.larder.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.dynamo.Batches;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.ResponseSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class BulkRunTest {
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final BulkResults results = new BulkResults(false, ResponseSize.MAX_BYTES);
  private final AtomicBoolean over = new AtomicBoolean();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  /** Entries whose keys are their numbers, of which it counts how many were read. */
  private static final class Numbers implements Entries {
    private final int count;
    private final AtomicInteger found = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();

    Numbers(int count) {
      this.count = count;
    }

    @Override
    public Optional<Entry> next() {
      int number = found.getAndIncrement();
      if (number >= count) {
        return Optional.empty();
      }
      return Optional.of(
          new Entry(
              OptionalInt.empty(),
              () -> {
                read.incrementAndGet();
                return item(number);
              }));
    }
  }

  private static Item item(int number) {
    return Item.of(Map.of("id", AttributeValue.fromN(String.valueOf(number))));
  }

  private static List<Optional<ProblemException>> made(List<Write> writes) {
    return Collections.nCopies(writes.size(), Optional.empty());
  }

  private BulkRun run(
      Function<List<Write>, List<Optional<ProblemException>>> batches, Executor executor) {
    return new BulkRun(
        (place, item, request) ->
            new EntryWrite(
                place,
                Write.put("table", item, item, Condition.ALWAYS),
                request,
                new StoredResponse(200, Map.of("Location", "/" + place.entry()), null),
                current -> fail("It has no condition"),
                true,
                () -> fail("It is not outdated")),
        Optional.empty(),
        new BulkRun.Writers(batches, entry -> entry.answer()),
        new KeyedExecutor(executor),
        over::get,
        results);
  }

  private JsonNode answer() {
    return Bulk.json(new String(results.toJson(), java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void theFirstBatchIsWrittenBeforeMoreIsRead() {
    Numbers numbers = new Numbers(1000);
    List<Integer> readAtBatches = new ArrayList<>();
    run(
            writes -> {
              readAtBatches.add(numbers.read.get());
              return made(writes);
            },
            Runnable::run)
        .write(numbers);
    assertEquals(40, readAtBatches.size());
    for (int i = 0; i < 40; i++) {
      assertEquals((i + 1) * Batches.MAX_WRITES, readAtBatches.get(i));
    }
    assertEquals(1000, answer().path("succeeded").asInt());
  }

  @Test
  void readingWaitsWhileDynamoDbIsBusy() throws InterruptedException {
    Numbers numbers = new Numbers(10_000);
    CountDownLatch busy = new CountDownLatch(KeyedExecutor.MAX);
    CountDownLatch goOn = new CountDownLatch(1);
    BulkRun run =
        run(
            writes -> {
              busy.countDown();
              await(goOn);
              return made(writes);
            },
            executor);
    Thread request = new Thread(() -> run.write(numbers));
    request.start();
    await(busy);
    while (request.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    assertEquals((KeyedExecutor.MAX + 1) * Batches.MAX_WRITES, numbers.read.get());
    goOn.countDown();
    request.join();
    assertEquals(10_000, numbers.read.get());
    assertEquals(10_000, answer().path("succeeded").asInt());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatHadNoTimeWasNotTriedAndSaysSo() {
    Numbers numbers = new Numbers(60);
    AtomicInteger made = new AtomicInteger();
    run(
            writes -> {
              made.addAndGet(writes.size());
              over.set(true);
              return made(writes);
            },
            Runnable::run)
        .write(numbers);
    assertEquals(25, made.get());
    assertEquals(25, numbers.read.get(), "an entry was read for nothing");
    JsonNode answer = answer();
    assertEquals(26, numbers.found.get(), "an entry was looked for in vain");
    assertEquals(25, answer.path("succeeded").asInt());
    assertEquals(0, answer.path("failed").asInt());
    assertEquals(25, answer.path("notTriedFrom").asInt());
    assertEquals(26, answer.path("results").size());
    JsonNode result = answer.path("results").path(25);
    assertEquals("{\"from\":25}", result.path("entries").toString());
    assertEquals(503, result.path("status").asInt());
    assertEquals("urn:problem-type:larder:deadline", result.at("/problem/type").asText());
    assertEquals(207, results.status());
    assertTrue(results.isWorthRepeating(false));
  }

  @Test
  void aRequestWithoutTimeForItsFirstEntryFailsAsAWhole() {
    over.set(true);
    BulkRun run =
        run(
            writes -> {
              throw new AssertionError("tried");
            },
            Runnable::run);
    ProblemException problem =
        assertThrows(ProblemException.class, () -> run.write(new Numbers(10)));
    assertEquals(ProblemType.DEADLINE, problem.type());
    assertEquals(OptionalInt.of(1), problem.retryAfterSeconds());
  }

  @Test
  void aBatchThatWaitedTooLongIsNotTriedEither() {
    Numbers numbers = new Numbers(10);
    BulkRun run =
        run(
            writes -> {
              throw new AssertionError("tried");
            },
            work -> {
              over.set(true);
              work.run();
            });
    run.write(numbers);
    assertEquals(10, answer().path("failed").asInt());
    assertEquals(List.of("503"), Bulk.each(answer(), "/status"));
  }

  @Test
  void whatFailsFailsForItsOwnReason() {
    ProblemException large = new ProblemException(ProblemType.ITEM_TOO_LARGE, "Too large.");
    run(
            writes -> {
              List<Optional<ProblemException>> failures = new ArrayList<>(made(writes));
              failures.set(7, Optional.of(large));
              return failures;
            },
            executor)
        .write(new Numbers(20));
    assertEquals(19, answer().path("succeeded").asInt());
    assertEquals(413, answer().at("/results/7/status").asInt());
  }

  @Test
  void aFailureThatNobodyForesawIsTheResultOfItsEntries() {
    AtomicInteger batch = new AtomicInteger();
    run(
            writes -> {
              if (batch.incrementAndGet() == 2) {
                throw new IllegalStateException("secret");
              }
              return made(writes);
            },
            Runnable::run)
        .write(new Numbers(60));
    JsonNode answer = answer();
    assertEquals(35, answer.path("succeeded").asInt());
    assertEquals(25, answer.path("failed").asInt());
    assertEquals("{\"from\":25,\"to\":49}", answer.at("/results/25/entries").toString());
    assertEquals(500, answer.at("/results/25/status").asInt());
    assertTrue(!answer.toString().contains("secret"));
  }

  @Test
  void whatIsUnderWayIsWaitedForWhateverHappens() {
    AtomicInteger made = new AtomicInteger();
    Numbers numbers = new Numbers(50);
    Entries broken =
        () -> {
          if (numbers.found.get() == 40) {
            throw new IllegalStateException("broken");
          }
          return numbers.next();
        };
    BulkRun run =
        run(
            writes -> {
              try {
                Thread.sleep(100);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              made.addAndGet(writes.size());
              return made(writes);
            },
            executor);
    assertThrows(IllegalStateException.class, () -> run.write(broken));
    assertEquals(25, made.get());
  }
}
