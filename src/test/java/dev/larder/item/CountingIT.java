package dev.larder.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Fault;
import dev.larder.FaultyDynamoDb;
import dev.larder.TestDynamoDb;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.FunctionFailedException;
import dev.larder.lambda.FunctionTimeoutException;
import dev.larder.lambda.HttpEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Containers that count together count each request once. {@code -Dlarder.increments=1000} makes it
 * a longer run, {@code -Dlarder.seed} repeats one as far as threads let it.
 */
class CountingIT {
  private static final int INCREMENTS = Integer.getInteger("larder.increments", 200);
  private static final long SEED = Long.getLong("larder.seed", 20260104L);
  private static final int CLIENTS = 4;

  /** Each client kills its function once in so many requests. */
  private static final int KILLS = 40;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String COUNTER = "/items/counter";
  private static final String UPSERT = "{\"add\": {\"n\": 1}, \"upsert\": true}";

  private static final Fault.Chance[] RAIN = {
    Fault.lose().likely(0.05),
    Fault.cut().likely(0.02),
    Fault.late(Duration.ofMillis(40)).likely(0.02),
    Fault.disconnect().likely(0.03),
    Fault.conflict().likely(0.02),
    Fault.error(400, "ThrottlingException").likely(0.01),
    Fault.error(500, "InternalServerError").likely(0.02),
    Fault.errorAfter(500, "InternalServerError").likely(0.03),
  };

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb.endpoint());

  /** Sends increments one after the other, to a function of its own. */
  private static final class Client implements AutoCloseable {
    private final int number;
    private DeployedFunction function;
    private double read;
    private double written;
    private int sent;

    private Client(int number) {
      this.number = number;
      start();
    }

    private void start() {
      function = BuiltFunction.start(faulty.endpoint(), "counting-" + number, Map.of());
    }

    /** Repeats an increment until it has an answer. */
    private void countOnce(Random random) {
      String key = UUID.randomUUID().toString();
      int status;
      do {
        status = random.nextInt(KILLS) == 0 ? sendAndKill(key, random) : send(key);
      } while (status >= 500 || status == 409);
      assertTrue(status == 204 || status == 201, () -> "not an answer of an increment");
    }

    private int sendAndKill(String key, Random random) {
      CompletableFuture<Integer> status =
          CompletableFuture.supplyAsync(() -> send(key), BuiltFunction.INVOKER);
      LockSupport.parkNanos(random.nextInt(8_000_000));
      ProcessHandle.of(function.process().pid()).ifPresent(ProcessHandle::destroyForcibly);
      return status.join();
    }

    /** The status of the response; 500 if the function has died. */
    private int send(String key) {
      sent++;
      HttpEvent event =
          HttpEvent.of("PATCH", COUNTER)
              .json(UPSERT)
              .header("Content-Type", "application/vnd.larder.update+json");
      if (key != null) {
        event.header("Idempotency-Key", key);
      }
      try {
        HttpEvent.Answer answer = HttpEvent.Answer.of(function.invoke(event.toString(), TIMEOUT));
        cost(answer.headers().getOrDefault("larder-consumed-capacity", ""));
        return answer.status();
      } catch (FunctionFailedException | FunctionTimeoutException e) {
        function.close();
        start();
        return 500;
      }
    }

    private void cost(String units) {
      for (String each : units.split(", ")) {
        String[] unit = each.split("=");
        if (unit[0].equals("read")) {
          read += Double.parseDouble(unit[1]);
        } else if (unit[0].equals("write")) {
          written += Double.parseDouble(unit[1]);
        }
      }
    }

    @Override
    public void close() {
      function.close();
    }
  }

  private interface Counting {
    void by(Client client, Random random);
  }

  private static List<Client> count(Counting counting) {
    Map<String, AttributeValue> item =
        Map.of("id", AttributeValue.fromS("counter"), "n", AttributeValue.fromN("0"));
    dynamoDb.client().putItem(put -> put.tableName("items").item(item));
    List<Client> clients = IntStream.range(0, CLIENTS).mapToObj(Client::new).toList();
    try {
      List<CompletableFuture<Void>> counts =
          clients.stream()
              .map(
                  client ->
                      CompletableFuture.runAsync(
                          () -> {
                            Random random = new Random(SEED + client.number);
                            for (int i = 0; i < INCREMENTS / CLIENTS; i++) {
                              counting.by(client, random);
                            }
                          },
                          BuiltFunction.INVOKER))
              .toList();
      counts.forEach(CompletableFuture::join);
    } finally {
      clients.forEach(Client::close);
    }
    return clients;
  }

  private static int counter() {
    return Integer.parseInt(
        dynamoDb
            .client()
            .getItem(
                get ->
                    get.tableName("items")
                        .key(Map.of("id", AttributeValue.fromS("counter")))
                        .consistentRead(true))
            .item()
            .get("n")
            .n());
  }

  @Test
  void aCounterCountsEachRequestOnceWhateverHappensToTheFunctions() {
    faulty.rain(SEED, RAIN);
    List<Client> clients = count((client, random) -> client.countOnce(random));
    faulty.reset();
    faulty.settle();
    assertEquals(INCREMENTS / CLIENTS * CLIENTS, counter());
    System.out.printf(
        "%d increments in %d requests, %.1f read and %.1f write units, faults %s%n",
        INCREMENTS,
        clients.stream().mapToInt(client -> client.sent).sum(),
        clients.stream().mapToDouble(client -> client.read).sum(),
        clients.stream().mapToDouble(client -> client.written).sum(),
        faulty.befallen());
  }

  @Test
  void anIncrementIsOneWriteUnitAndNoRead() {
    faulty.reset();
    List<Client> clients =
        count(
            (client, random) -> assertEquals(200, client.send(null), "the status of an increment"));
    assertEquals(INCREMENTS / CLIENTS * CLIENTS, counter());
    assertEquals(
        INCREMENTS / CLIENTS * CLIENTS,
        clients.stream().mapToDouble(client -> client.written).sum());
    assertEquals(0, clients.stream().mapToDouble(client -> client.read).sum());
  }
}
