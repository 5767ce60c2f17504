package dev.larder.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.Fault;
import dev.larder.FaultyDynamoDb;
import dev.larder.PeopleModel;
import dev.larder.Progress;
import dev.larder.TestDynamoDb;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.FunctionFailedException;
import dev.larder.lambda.FunctionTimeoutException;
import dev.larder.lambda.HttpEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Several built functions on one DynamoDB under a rain of faults, which also closes the connections
 * that it keeps; some functions are killed. What clients are told must be so in some order of their
 * requests, and an outcome may be unknown only where a write was dropped or delayed. {@code
 * -Phistories} makes it a long run, {@code -Dlarder.seed} repeats one as far as threads let it,
 * {@code -Dlarder.modelled=true} has all items in collections of one table.
 *
 * <p>That it finds what it should can be seen by breaking the function: it fails within a few
 * histories where {@code WriteConditions} leaves out the tags of an If-Match, {@code Idempotency}
 * makes the record of a key after the write, or {@code DynamoDb} sends any write again whose answer
 * was lost; or {@code DynamoDb} says of a write that was refused that its outcome is unknown.
 */
class HistoriesIT {
  private static final int HISTORIES = Integer.getInteger("larder.histories", 8);
  private static final int OPERATIONS = Integer.getInteger("larder.history.operations", 200);
  private static final long SEED = Long.getLong("larder.seed", 20260102L);

  /** Whether all have their items in the collections of a model, not only every other one. */
  private static final boolean MODELLED = Boolean.getBoolean("larder.modelled");

  private static final int CLIENTS = 3;

  /** One history in so many has a function killed. */
  private static final int KILLS = 9;

  /** How long a peer keeps a connection without a request, at least and at most. */
  private static final Duration LEAST_KEPT = Duration.ofMillis(1);

  private static final Duration MOST_KEPT = Duration.ofSeconds(2);

  /** How long a write may take from a function to the proxy, at most. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(5);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Path REPORTS =
      Path.of(System.getProperty("larder.build", "target"), "histories");

  private static final Fault.Chance[] RAIN = {
    Fault.lose().likely(0.015),
    Fault.cut().likely(0.005),
    Fault.late(Duration.ofMillis(3)).likely(0.004),
    Fault.late(Duration.ofMillis(40)).likely(0.004),
    Fault.disconnect().likely(0.01),
    Fault.slow(Duration.ofMillis(15)).likely(0.01),
    Fault.stall().likely(0.000_05),
    Fault.conflict().likely(0.01),
    Fault.unprocessed(0.5).likely(0.01),
    Fault.error(400, "ThrottlingException").likely(0.001),
    Fault.error(400, "ProvisionedThroughputExceededException").likely(0.001),
    Fault.error(500, "InternalServerError").likely(0.005),
    Fault.errorAfter(500, "InternalServerError").likely(0.01),
    Fault.error(503, "ServiceUnavailable").likely(0.003),
  };

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @AutoClose
  private static final FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb.endpoint());

  /** Sends requests one after the other, to a function of its own. */
  private static final class Client implements AutoCloseable {
    private final String name;
    private DeployedFunction function;
    private int kills;

    private Client(int number) {
      name = "c" + number;
      start();
    }

    private void start() {
      function =
          BuiltFunction.start(faulty.endpoint(), "history-" + name, PeopleModel.environment());
    }

    private List<Call> send(Request request) {
      String event = Wire.event(request).toString();
      long invoked = System.nanoTime();
      try {
        HttpEvent.Answer answer = HttpEvent.Answer.of(function.invoke(event, TIMEOUT));
        List<Call> calls = Wire.calls(name, invoked, System.nanoTime(), request, answer);
        boolean known =
            calls.stream().anyMatch(HistoriesIT::isUnknown)
                && !faulty.leftDoubt(function.api().trace(), UNDER_WAY);
        return known ? calls.stream().map(Call::withoutDoubt).toList() : calls;
      } catch (FunctionFailedException | FunctionTimeoutException e) {
        List<Call> calls = Wire.unanswered(name, invoked, System.nanoTime(), request);
        // Lambda ends one that takes too long, too.
        function.close();
        start();
        return calls;
      }
    }

    private List<Call> sendAndKill(Request request, Random random) {
      CompletableFuture<List<Call>> calls =
          CompletableFuture.supplyAsync(() -> send(request), BuiltFunction.INVOKER);
      LockSupport.parkNanos(random.nextInt(8_000_000));
      ProcessHandle.of(function.process().pid()).ifPresent(ProcessHandle::destroyForcibly);
      kills++;
      return calls.join();
    }

    @Override
    public void close() {
      function.close();
    }
  }

  @BeforeAll
  static void createTable() {
    PeopleModel.createTable(dynamoDb.client());
  }

  @Test
  void whatClientsAreToldIsSoInSomeOrderOfTheirRequests() throws IOException {
    List<Client> clients = IntStream.range(0, CLIENTS).mapToObj(Client::new).toList();
    List<String> reports = new ArrayList<>();
    long start = System.nanoTime();
    int all = 0;
    long unknown = 0;
    Progress progress = new Progress("histories", HISTORIES);
    try {
      for (int number = 0; number < HISTORIES; number++) {
        List<Call> calls = history(number, clients);
        all += calls.size();
        unknown += calls.stream().filter(HistoriesIT::isUnknown).count();
        Optional<String> contradiction = Checker.contradiction(calls);
        if (contradiction.isPresent()) {
          reports.add(report(number, calls, contradiction.get()));
        }
        progress.step();
      }
    } finally {
      clients.forEach(Client::close);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%d histories of seed %d, %d calls, %.0f a second, %d of unknown outcome, %d kills,"
            + " faults %s%n",
        HISTORIES,
        SEED,
        all,
        all / seconds,
        unknown,
        clients.stream().mapToInt(client -> client.kills).sum(),
        faulty.befallen());
    assertEquals(List.of(), reports, "histories that cannot be true");
  }

  private static boolean isUnknown(Call call) {
    return call.answer().outcome() == Answer.Outcome.UNKNOWN;
  }

  /** What the clients do at once, and what they leave. */
  private static List<Call> history(int number, List<Client> clients) {
    boolean modelled = MODELLED || number % 2 == 0;
    Workload workload = modelled ? Workload.modelled("h" + number) : Workload.plain("h" + number);
    long seed = SEED * 1_000_003 + number;
    faulty.rain(seed, RAIN);
    faulty.endConnections(seed, LEAST_KEPT, MOST_KEPT);
    List<CompletableFuture<List<Call>>> under =
        clients.stream()
            .map(
                client ->
                    CompletableFuture.supplyAsync(
                        () -> calls(client, workload, number, seed), BuiltFunction.INVOKER))
            .toList();
    List<Call> calls =
        under.stream().flatMap(of -> of.join().stream()).collect(Collectors.toList());
    faulty.reset();
    faulty.settle();
    workload.paths().stream()
        .map(path -> new Part(Part.Verb.READ, path, Demand.NOTHING, null))
        .map(part -> new Request(Request.Kind.SINGLE, List.of(part), null))
        .forEach(read -> calls.addAll(answered(clients.get(0), read)));
    if (modelled) {
      List<Call> reads = calls.subList(calls.size() - workload.paths().size(), calls.size());
      List.copyOf(reads).stream()
          .flatMap(HistoriesIT::lookUp)
          .forEach(find -> calls.addAll(answered(clients.get(0), find)));
    }
    return calls;
  }

  /** Looks for an item that was read in the index of its last mark. */
  private static Stream<Request> lookUp(Call read) {
    return read.answer().seen().stream()
        .flatMap(seen -> Stream.ofNullable(seen.content()))
        .map(content -> Demand.by(content.by()))
        .map(by -> new Part(Part.Verb.READ, read.parts().get(0).path(), by, null))
        .map(part -> new Request(Request.Kind.FIND, List.of(part), null));
  }

  /** The function may have been killed after its last answer. */
  private static List<Call> answered(Client client, Request read) {
    List<Call> calls = client.send(read);
    return calls.stream().anyMatch(HistoriesIT::isUnknown) ? client.send(read) : calls;
  }

  private static List<Call> calls(Client client, Workload workload, int number, long seed) {
    Random random = new Random(seed + client.name.hashCode());
    boolean dies = number % KILLS == 1 && client.name.equals("c" + number / KILLS % CLIENTS);
    int requests = OPERATIONS / CLIENTS;
    int last = dies ? random.nextInt(requests) : -1;
    List<Call> calls = new ArrayList<>();
    Request request = workload.next(random);
    for (int i = 0; i < requests; i++) {
      List<Call> sent = i == last ? client.sendAndKill(request, random) : client.send(request);
      sent.forEach(workload::learn);
      calls.addAll(sent);
      boolean repeats = request.key() != null && sent.stream().anyMatch(HistoriesIT::isUnknown);
      request = repeats && random.nextInt(4) > 0 ? request : workload.next(random);
    }
    return calls;
  }

  private static String report(int number, List<Call> calls, String contradiction)
      throws IOException {
    Files.createDirectories(REPORTS);
    Path report = REPORTS.resolve(SEED + "-" + number + ".txt");
    long start = calls.stream().mapToLong(Call::invoked).min().orElse(0);
    String all =
        calls.stream()
            .sorted(Comparator.comparingLong(Call::invoked))
            .map(
                call ->
                    String.format(
                        "%10.3f %10.3f %s",
                        (call.invoked() - start) / 1e6, (call.returned() - start) / 1e6, call))
            .collect(Collectors.joining("\n"));
    String text = contradiction + "\n\nAll calls:\n" + all + "\n";
    // The last digits tell versions apart.
    Files.writeString(report, text.replaceAll("\"[0-9a-f-]{24}([0-9a-f]{12})\"", "\"$1\""));
    return report + ": " + contradiction.lines().limit(4).collect(Collectors.joining(" | "));
  }
}
