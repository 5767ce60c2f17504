package dev.larder.bench;

import dev.larder.Progress;
import dev.larder.bench.ResultTable.Column;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.RuntimeApi.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a request takes that comes after a pause, in which connections and caches grow cold. All
 * contestants wait at the same time, and answer one after the other.
 */
final class Rhythm {
  private static final Duration READY = Duration.ofSeconds(30);
  private static final int TURN = 100;

  private final Map<Contestant, DeployedFunction> functions = new LinkedHashMap<>();
  private final Workload workload = Workload.read();

  /** Of each contestant by its name the durations of each rhythm. */
  private final Map<String, List<Samples>> results = new LinkedHashMap<>();

  private Rhythm() {}

  static String measure(BenchOptions options) {
    List<Contestant> peers = new ArrayList<>();
    List<String> head = new ArrayList<>();
    if (NodePattern.isThere(options)) {
      peers.add(NodePattern.prepare(options));
    } else {
      head.add(NodePattern.ABSENT);
    }
    CompiledPattern.GO
        .prepare(options)
        .ifPresentOrElse(peers::add, () -> head.add(CompiledPattern.GO.absent()));
    head.forEach(System.out::println);
    Map<Flavour, Contestant> larder = LarderFunction.built(options);
    List<Contestant> contestants = new ArrayList<>(peers);
    contestants.addAll(larder.values());
    contestants.add(contestants.get(0).again());
    peers.forEach(peer -> head.add(peer.describe()));
    head.addAll(LarderFunction.describe(larder, options));
    head.add(
        String.format(
            Locale.ROOT,
            "Counts: back to back %,d requests after %,d unmeasured ones, then with pauses %s",
            options.measured(),
            options.warmUp(),
            options.rhythm().entrySet().stream()
                .map(each -> each.getValue() + " of " + seconds(each.getKey()))
                .toList()));
    List<Column<List<Samples>>> columns = columns(options);
    Map<String, List<Samples>> results = new Rhythm().measure(contestants, options);
    head.add(ResultTable.noise(columns, List.of(List.of(results))));
    return Bench.lines(head) + '\n' + ResultTable.render(columns, results);
  }

  private Map<String, List<Samples>> measure(List<Contestant> contestants, BenchOptions options) {
    Path logs = Folders.make(options.output().resolve("logs"));
    try (LocalDynamoDb dynamoDb = new LocalDynamoDb()) {
      Workload.fill(dynamoDb.client());
      Workload.warmUp(dynamoDb.client());
      for (Contestant contestant : contestants) {
        functions.put(contestant, contestant.start(dynamoDb.endpoint(), logs));
        results.put(contestant.name(), new ArrayList<>());
      }
      System.out.println("Back to back ...");
      backToBack(options.warmUp());
      results.values().forEach(List::clear);
      backToBack(options.measured());
      options.rhythm().forEach(this::withPauses);
      return results;
    } finally {
      functions.values().forEach(DeployedFunction::close);
    }
  }

  private void backToBack(int times) {
    begin();
    Progress progress = new Progress("requests to each", times);
    for (int done = 0; done < times; done += TURN) {
      int turn = Math.min(TURN, times - done);
      for (Contestant contestant : functions.keySet()) {
        for (int n = 0; n < turn; n++) {
          request(contestant, n);
        }
      }
      progress.at(done + turn);
    }
  }

  /** Sends each contestant its request in its share of the pause, so that none disturbs another. */
  private void withPauses(Duration pause, int times) {
    System.out.println("Every " + seconds(pause) + " ...");
    begin();
    Progress progress = new Progress("requests to each", times);
    long share = pause.toNanos() / functions.size();
    long next = System.nanoTime() + share;
    for (int n = 0; n < times; n++) {
      for (Contestant contestant : functions.keySet()) {
        sleepUntil(next);
        request(contestant, n);
        next += share;
      }
      progress.step();
    }
  }

  /** Makes room for the durations of a rhythm. */
  private void begin() {
    results.values().forEach(rhythms -> rhythms.add(new Samples()));
  }

  private void request(Contestant contestant, int n) {
    try {
      DeployedFunction function = functions.get(contestant);
      function.awaitNext(READY);
      long start = System.nanoTime();
      Outcome answer = function.invoke(workload.event(n));
      long duration = System.nanoTime() - start;
      workload.check(n, answer);
      List<Samples> rhythms = results.get(contestant.name());
      rhythms.get(rhythms.size() - 1).add(duration);
    } catch (RuntimeException e) {
      throw BenchException.of(contestant, e);
    }
  }

  private static void sleepUntil(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted between two requests", e);
    }
  }

  private static List<Column<List<Samples>>> columns(BenchOptions options) {
    List<String> titles = new ArrayList<>(List.of("back to back"));
    options.rhythm().keySet().forEach(pause -> titles.add("every " + seconds(pause)));
    List<Column<List<Samples>>> columns = new ArrayList<>();
    for (int n = 0; n < titles.size(); n++) {
      int rhythm = n;
      columns.add(column(titles.get(n) + ", p50, ms", rhythm, 0.5));
      columns.add(column("greatest, ms", rhythm, 1));
    }
    return columns;
  }

  private static Column<List<Samples>> column(String title, int rhythm, double share) {
    return new Column<>(title, "%,.2f", rhythms -> rhythms.get(rhythm).percentileMillis(share));
  }

  private static String seconds(Duration pause) {
    return pause.toMillis() / 1000.0 + " s";
  }
}
