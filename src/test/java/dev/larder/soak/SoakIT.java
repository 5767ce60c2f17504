package dev.larder.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.FakeEventBridge;
import dev.larder.FakeLambda;
import dev.larder.FaultyDynamoDb;
import dev.larder.Progress;
import dev.larder.TestDynamoDb;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.ProcessUse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The built function under requests of all kinds, with a DynamoDB that fails now and then: no
 * answer may be one that the request cannot have, and nothing may grow. {@code -Psoak} makes it an
 * hour of two processes, {@code -Dlarder.soak.minutes} and {@code -Dlarder.soak.rate} (kinds in a
 * second) another time and load. Without it each kind is sent once, and the answers are judged
 * alone.
 */
@EnabledOnOs(OS.LINUX)
class SoakIT {
  private static final int MINUTES = Integer.getInteger("larder.soak.minutes", 0);
  private static final boolean IS_LONG = MINUTES > 0;
  private static final int RATE = Integer.getInteger("larder.soak.rate", 40);
  private static final int FUNCTIONS = IS_LONG ? 2 : 1;

  /** In seconds; that of a short run is but a bound. */
  private static final double LENGTH = IS_LONG ? MINUTES * 60 : 60;

  private static final Path BUILD = Path.of(System.getProperty("larder.build", "target"));

  private final Latencies latencies = new Latencies();
  private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
  private final Records records =
      new Records(BUILD.resolve("soak.csv"), BUILD.resolve("soak-latency.csv"));
  private final List<DeployedFunction> functions = new ArrayList<>();
  private final Map<Integer, Double> heaps = new HashMap<>();
  private final List<Load> loads = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private double cpuBefore;
  private long requestsBefore;
  private double second;

  @Test
  void nothingGrowsAndNoAnswerIsOutOfPlace() throws Exception {
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        FaultyDynamoDb faulty = FaultyDynamoDb.before(dynamoDb.endpoint());
        FakeLambda lambda = new FakeLambda();
        FakeEventBridge eventBridge = FakeEventBridge.start()) {
      try {
        for (int i = 0; i < FUNCTIONS; i++) {
          functions.add(
              BuiltFunction.start(
                  faulty.endpoint(), "soak-" + i, environment(lambda, eventBridge)));
        }
        for (DeployedFunction function : functions) {
          function.awaitNext(Duration.ofSeconds(60));
        }
        start(lambda);
        run(faulty, eventBridge);
        end();
      } finally {
        functions.forEach(DeployedFunction::close);
      }
      report(faulty.befallen());
    }
  }

  private static Map<String, String> environment(FakeLambda lambda, FakeEventBridge eventBridge) {
    return Map.ofEntries(
        Map.entry("AWS_ENDPOINT_URL_LAMBDA", lambda.endpoint()),
        Map.entry("AWS_ENDPOINT_URL_EVENTBRIDGE", eventBridge.endpoint().toString()),
        Map.entry("LARDER_PUBLICATION_EVENT_BUS", "changes"),
        Map.entry("LARDER_COLLECTIONS_EXAMPLES_TABLE", "ExampleTableWithStream"),
        Map.entry("LARDER_COLLECTIONS_EXAMPLES_KEY", "Id:N"),
        Map.entry("LARDER_COLLECTIONS_ORDERS_TABLE", "orders"),
        Map.entry("LARDER_COLLECTIONS_SESSIONS_TTL_ATTRIBUTE", "expires"),
        Map.entry(
            "LARDER_COLLECTIONS_PRODUCTS_SCHEMA",
            Path.of("src/test/resources/product.schema.json").toAbsolutePath().toString()));
  }

  private void start(FakeLambda lambda) {
    int kinds = Kind.all().size();
    for (int i = 0; i < FUNCTIONS; i++) {
      Caller caller = new Caller(functions.get(i), lambda, latencies, unexpected);
      int most = IS_LONG ? Integer.MAX_VALUE : kinds;
      Load load = new Load(caller, i * kinds / FUNCTIONS, most, (double) RATE / FUNCTIONS);
      Thread thread = new Thread(() -> run(load), "soak-" + i);
      thread.start();
      loads.add(load);
      threads.add(thread);
    }
  }

  private void run(Load load) {
    try {
      load.run();
    } catch (RuntimeException | AssertionError e) {
      unexpected.add("The load has ended: " + e);
    }
  }

  private void end() throws InterruptedException {
    loads.forEach(Load::end);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Changes the weather and measures, until the time is over or nobody sends anything more. */
  private void run(FaultyDynamoDb faulty, FakeEventBridge eventBridge) throws Exception {
    Weather weather = new Weather(faulty, 60);
    Every sample = new Every(IS_LONG ? 10 : 0.5);
    Every minute = new Every(IS_LONG ? 60 : 1);
    Every collection = new Every(IS_LONG ? LENGTH / 15 : 1);
    Progress progress = new Progress("minutes", MINUTES);
    long start = System.nanoTime();
    while (second < LENGTH && threads.stream().allMatch(Thread::isAlive)) {
      Thread.sleep(100);
      second = (System.nanoTime() - start) / 1e9;
      weather.at(second);
      progress.at((long) second / 60);
      if (sample.isDue(second)) {
        sample();
      }
      if (minute.isDue(second)) {
        minute();
        eventBridge.forget();
      }
      if (BuiltFunction.runsOnJvm() && collection.isDue(second)) {
        collect();
      }
    }
    minute();
  }

  private void sample() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    for (int i = 0; i < functions.size(); i++) {
      long pid = functions.get(i).process().pid();
      double cpu = functions.get(i).process().cpuSeconds();
      Optional<Double> heap = Optional.ofNullable(heaps.get(i));
      records.add(second, "function " + i, ProcessUse.of(pid), heap, cpu, load);
    }
  }

  private void minute() {
    records.add(second, latencies.take());
    double cpu = functions.stream().mapToDouble(each -> each.process().cpuSeconds()).sum();
    long requests = latencies.count();
    if (requests > requestsBefore) {
      records.addProcessor(second, 1000 * (cpu - cpuBefore) / (requests - requestsBefore));
    }
    cpuBefore = cpu;
    requestsBefore = requests;
  }

  private void collect() throws InterruptedException {
    for (int i = 0; i < functions.size(); i++) {
      Optional<Double> heap = HeapUse.mibAfterCollection(functions.get(i).process().pid());
      if (heap.isPresent()) {
        records.addHeap(second, "function " + i, heap.get());
        heaps.put(i, heap.get());
      }
    }
  }

  private void report(Map<String, Integer> faults) throws IOException {
    Map<String, Optional<Level.Verdict>> verdicts = records.verdicts(second);
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d requests in %.0f s, functions: %d".formatted(latencies.count(), second, FUNCTIONS));
    lines.add("Faults: " + faults);
    lines.add("Answers out of place: " + unexpected.size());
    lines.addAll(unexpected);
    verdicts.forEach(
        (name, verdict) ->
            lines.add(name + ": " + verdict.map(Object::toString).orElse("too short to tell")));
    Files.write(BUILD.resolve("soak.txt"), lines);
    String report = String.join("\n", lines);
    System.out.println(report);

    assertTrue(unexpected.isEmpty(), report);
    assertEquals(
        Kind.all().stream()
            .map(kind -> "p50 of " + kind.name() + ", ms")
            .collect(Collectors.toSet()),
        verdicts.keySet().stream()
            .filter(name -> name.startsWith("p50") && !name.contains(" all,"))
            .collect(Collectors.toSet()),
        "all kinds were answered");
    assertTrue(verdicts.keySet().containsAll(Set.of("function 0 RSS, MiB", "function 0 sockets")));
    if (IS_LONG) {
      assertTrue(verdicts.values().stream().allMatch(Optional::isPresent), report);
      assertTrue(verdicts.values().stream().allMatch(each -> each.get().holds()), report);
    }
  }

  /** What is due again after so many seconds. */
  private static final class Every {
    private final double distance;
    private double next;

    private Every(double distance) {
      this.distance = distance;
      this.next = distance;
    }

    boolean isDue(double second) {
      if (second < next) {
        return false;
      }
      next += distance;
      return true;
    }
  }
}
