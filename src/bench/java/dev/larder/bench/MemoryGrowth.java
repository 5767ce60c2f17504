package dev.larder.bench;

import dev.larder.Progress;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.RuntimeApi.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How the memory of one process of Larder grows with the requests that it answers. */
final class MemoryGrowth {
  private static final Duration READY = Duration.ofSeconds(30);
  private static final double MIB = 1024 * 1024;
  private static final int ROWS = 10;
  private static final int SAMPLES_A_ROW = 5;
  private static final String SAMPLES = "memory.csv";

  private MemoryGrowth() {}

  /**
   * All in MiB.
   *
   * @param resident at equal distances, the last one after all requests
   * @param firstHeap what a full collection leaves, at the table's first row; not a number where
   *     there is no JVM
   * @param lastHeap the same at its last row
   */
  private record Growth(List<Double> resident, double firstHeap, double lastHeap) {
    double atRow(int row) {
      return resident.get(row * SAMPLES_A_ROW - 1);
    }

    double afterFirstRow() {
      return atRow(ROWS) - atRow(1);
    }
  }

  static String measure(BenchOptions options) {
    Map<Flavour, Contestant> built = LarderFunction.built(options);
    int distance = Math.max(1, options.requests() / ROWS / SAMPLES_A_ROW);
    Map<String, Growth> results = new LinkedHashMap<>();
    built.forEach(
        (flavour, larder) -> {
          System.out.println("Memory of " + larder.name() + " ...");
          results.put(larder.name(), measure(options, flavour, larder, distance));
        });
    writeSamples(options.output().resolve(SAMPLES), results, distance);
    List<String> head = new ArrayList<>(LarderFunction.describe(built, options));
    head.add(
        String.format(
            Locale.ROOT,
            "Counts: %,d requests of %d kinds in one process; all samples, one each %,d requests,"
                + " are in %s",
            distance * ROWS * SAMPLES_A_ROW,
            MixedRequests.kinds(),
            distance,
            SAMPLES));
    return Bench.lines(head) + "\n" + table(results, distance);
  }

  private static Growth measure(
      BenchOptions options, Flavour flavour, Contestant larder, int distance) {
    List<Double> resident = new ArrayList<>();
    double firstHeap = Double.NaN;
    try (LocalDynamoDb dynamoDb = new LocalDynamoDb()) {
      MixedRequests.fill(dynamoDb.client());
      try (DeployedFunction function =
          larder
              .with(MixedRequests.environment())
              .start(dynamoDb.endpoint(), Folders.make(options.output().resolve("logs")))) {
        Progress progress = new Progress("samples", ROWS * SAMPLES_A_ROW);
        for (int sample = 1; sample <= ROWS * SAMPLES_A_ROW; sample++) {
          send(function, (sample - 1) * distance, sample * distance);
          ResidentMemory.requireOneProcess(function);
          resident.add(ResidentMemory.bytes(function) / MIB);
          progress.step();
          if (sample == SAMPLES_A_ROW) {
            firstHeap = heap(options, flavour, function);
          }
        }
        return new Growth(resident, firstHeap, heap(options, flavour, function));
      }
    } catch (RuntimeException e) {
      throw BenchException.of(larder, e);
    }
  }

  private static void send(DeployedFunction function, int from, int to) {
    for (int n = from; n < to; n++) {
      function.awaitNext(READY);
      Outcome outcome = function.invoke(MixedRequests.event(n));
      MixedRequests.check(n, outcome);
    }
  }

  private static double heap(BenchOptions options, Flavour flavour, DeployedFunction function) {
    return flavour == Flavour.JVM
        ? HeapUse.bytesAfterCollection(options.java(), function.process().pid()) / MIB
        : Double.NaN;
  }

  private static String table(Map<String, Growth> results, int distance) {
    List<List<String>> rows = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of("MiB"));
    names.addAll(results.keySet());
    rows.add(names);
    for (int row = 1; row <= ROWS; row++) {
      int at = row;
      rows.add(
          row("RSS after " + count(row, distance), "%,.0f", results, growth -> growth.atRow(at)));
    }
    String first = count(1, distance);
    rows.add(row("growth after " + first, "%+,.1f", results, Growth::afterFirstRow));
    rows.add(row("heap in use after " + first, "%,.1f", results, Growth::firstHeap));
    rows.add(row("heap in use after " + count(ROWS, distance), "%,.1f", results, Growth::lastHeap));
    return MarkdownTable.render(rows);
  }

  private static String count(int row, int distance) {
    return String.format(Locale.ROOT, "%,d", row * SAMPLES_A_ROW * distance);
  }

  private static List<String> row(
      String name, String format, Map<String, Growth> results, ToDoubleFunction<Growth> value) {
    List<String> row = new ArrayList<>(List.of(name));
    for (Growth growth : results.values()) {
      double number = value.applyAsDouble(growth);
      row.add(Double.isNaN(number) ? "–" : String.format(Locale.ROOT, format, number));
    }
    return row;
  }

  private static void writeSamples(Path file, Map<String, Growth> results, int distance) {
    List<String> lines = new ArrayList<>();
    lines.add("requests," + String.join(",", results.keySet()));
    for (int sample = 0; sample < ROWS * SAMPLES_A_ROW; sample++) {
      StringBuilder line = new StringBuilder().append((sample + 1) * distance);
      for (Growth growth : results.values()) {
        line.append(String.format(Locale.ROOT, ",%.2f", growth.resident().get(sample)));
      }
      lines.add(line.toString());
    }
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
