package dev.larder.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares Larder with the Lambda handler pattern, at reading one item. */
final class PatternComparison {
  private static final String PICTURE = "comparison.svg";

  private PatternComparison() {}

  static String measure(BenchOptions options) {
    // Each is compared with the first. A further one is a line here.
    List<Contestant> peers = new ArrayList<>();
    peers.add(NodePattern.prepare(options));
    peers.add(PythonPattern.prepare(options));
    List<String> absent = new ArrayList<>();
    for (CompiledPattern compiled : CompiledPattern.values()) {
      compiled.prepare(options).ifPresentOrElse(peers::add, () -> absent.add(compiled.absent()));
    }
    absent.forEach(System.out::println);
    Map<Flavour, Contestant> larder = LarderFunction.built(options);
    List<Contestant> contestants = new ArrayList<>(peers);
    contestants.addAll(larder.values());
    List<List<Map<String, Measurement>>> runs = new ArrayList<>();
    try (LocalDynamoDb dynamoDb = new LocalDynamoDb()) {
      Workload.fill(dynamoDb.client());
      Workload.warmUp(dynamoDb.client());
      Meter meter = new Meter(options, dynamoDb.endpoint(), Workload.read());
      for (int run = 1; run <= options.runs(); run++) {
        System.out.println("Run " + run + " of " + options.runs());
        runs.add(meter.run(contestants));
      }
    }
    List<String> head = new ArrayList<>();
    peers.forEach(peer -> head.add(peer.describe()));
    head.addAll(absent);
    head.addAll(LarderFunction.describe(larder, options));
    head.add(counts(options));
    draw(options, head, runs);
    head.add("Picture: " + PICTURE);
    head.add(ResultTable.noise(Measurement.COLUMNS, runs));
    return Bench.lines(head) + "\n" + tables(runs);
  }

  private static String counts(BenchOptions options) {
    String counts =
        String.format(
            Locale.ROOT,
            "Counts: cold start, the median of %d processes; warm, %,d invocations after %,d"
                + " unmeasured ones",
            options.coldStarts(),
            options.measured(),
            options.warmUp());
    return options.runs() == 1 ? counts : counts + "; medians of " + options.runs() + " runs";
  }

  private static String tables(List<List<Map<String, Measurement>>> runs) {
    if (runs.size() == 1) {
      return ResultTable.renderRounds(Measurement.COLUMNS, runs.get(0));
    }
    StringBuilder tables = new StringBuilder();
    for (int run = 0; run < runs.size(); run++) {
      tables.append("Run ").append(run + 1).append(":\n\n");
      tables.append(ResultTable.renderRounds(Measurement.COLUMNS, runs.get(run))).append('\n');
    }
    tables.append("Medians of the runs, with the least and the greatest ratio:\n\n");
    return tables.append(ResultTable.renderRuns(Measurement.COLUMNS, runs)).toString();
  }

  private static void draw(
      BenchOptions options, List<String> head, List<List<Map<String, Measurement>>> runs) {
    List<List<Map<String, Measurement>>> drawn =
        runs.stream()
            .map(rounds -> rounds.stream().map(PatternComparison::withoutLast).toList())
            .toList();
    List<String> notes = new ArrayList<>(Bench.head());
    notes.addAll(head);
    String picture =
        BarChart.draw(
            "Larder and the Lambda handler pattern",
            "Less is better. In brackets is the ratio to "
                + drawn.get(0).get(0).keySet().iterator().next(),
            Measurement.DRAWN,
            drawn,
            notes);
    try {
      Files.writeString(options.output().resolve(PICTURE), picture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A round without the first contestant's second row. */
  private static Map<String, Measurement> withoutLast(Map<String, Measurement> round) {
    Map<String, Measurement> others = new LinkedHashMap<>(round);
    others.remove(List.copyOf(round.keySet()).get(round.size() - 1));
    return others;
  }
}
