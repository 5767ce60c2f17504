package dev.larder.bench;

import dev.larder.Progress;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.RuntimeApi.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures contestants, on one DynamoDB and under the same Runtime API. They take turns, in an
 * order that turns round each time: what else the machine does meanwhile falls on all of them.
 */
final class Meter {
  private final BenchOptions options;
  private final String dynamoDb;
  private final Path logs;
  private final Workload workload;

  Meter(BenchOptions options, String dynamoDbEndpoint, Workload workload) {
    this.options = options;
    this.workload = workload;
    this.dynamoDb = dynamoDbEndpoint;
    this.logs = Folders.make(options.output().resolve("logs"));
  }

  /** Measures the contestants and the first one once more; returns the rounds. */
  List<Map<String, Measurement>> run(List<Contestant> contestants) {
    List<Contestant> all = new ArrayList<>(contestants);
    all.add(contestants.get(0).again());
    System.out.println("Cold starts ...");
    Map<Contestant, Samples> coldStarts = coldStarts(all);
    System.out.println("Warm invocations ...");
    return warm(coldStarts);
  }

  /** Returns for each contestant the times from its process's start to its first answer. */
  private Map<Contestant, Samples> coldStarts(List<Contestant> contestants) {
    Map<Contestant, Samples> cold = new LinkedHashMap<>();
    // Reads each one's files into the page cache; a disk's speed is not what is compared.
    contestants.forEach(this::coldStart);
    contestants.forEach(contestant -> cold.put(contestant, new Samples()));
    List<Contestant> order = new ArrayList<>(contestants);
    Progress progress = new Progress("rounds of cold starts", options.coldStarts());
    for (int round = 0; round < options.coldStarts(); round++) {
      order.forEach(contestant -> cold.get(contestant).add(coldStart(contestant)));
      Collections.reverse(order);
      progress.step();
    }
    return cold;
  }

  /** Measures the contestants in one process each, and joins the cold starts to the result. */
  private List<Map<String, Measurement>> warm(Map<Contestant, Samples> coldStarts) {
    Map<Contestant, WarmRun> runs = new LinkedHashMap<>();
    try {
      for (Contestant contestant : coldStarts.keySet()) {
        WarmRun run = new WarmRun(contestant, workload, contestant.start(dynamoDb, logs));
        runs.put(contestant, run);
        run.invoke(options.warmUp());
        run.reset();
      }
      WarmRun.takeTurns(runs.values(), options.measured());
      Map<String, List<Measurement>> results = new LinkedHashMap<>();
      runs.forEach((who, run) -> results.put(who.name(), run.rounds(coldStarts.get(who))));
      return Measurement.rounds(results);
    } finally {
      runs.values().forEach(WarmRun::close);
    }
  }

  private long coldStart(Contestant contestant) {
    long start = System.nanoTime();
    try (DeployedFunction function = contestant.start(dynamoDb, logs)) {
      Outcome answer = function.invoke(workload.event(0));
      long duration = System.nanoTime() - start;
      workload.check(0, answer);
      return duration;
    } catch (RuntimeException e) {
      throw BenchException.of(contestant, e);
    }
  }
}
