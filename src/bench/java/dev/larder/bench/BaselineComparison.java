package dev.larder.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares Larder's functions with those of another build, at the job of the handler pattern, and
 * at a PUT.
 */
final class BaselineComparison {
  private BaselineComparison() {}

  /**
   * @throws BenchException if it is not said where the other build is, or nothing can be compared
   */
  static String measure(BenchOptions options) {
    Path baseline =
        options
            .baseline()
            .orElseThrow(
                () ->
                    new BenchException(
                        "What to compare with is said by -Dbench.baseline=FOLDER, the target folder"
                            + " of another build"));
    StringBuilder tables = new StringBuilder();
    try (LocalDynamoDb dynamoDb = new LocalDynamoDb()) {
      Workload.fill(dynamoDb.client());
      Workload.warmUp(dynamoDb.client());
      Meter read = new Meter(options, dynamoDb.endpoint(), Workload.read());
      Meter replace = new Meter(options, dynamoDb.endpoint(), Workload.replace());
      for (Flavour flavour : Flavour.values()) {
        Path before = baseline.resolve(flavour.zip(options).getFileName());
        if (Files.exists(before) && Files.exists(flavour.zip(options))) {
          System.out.println(flavour + " ...");
          tables.append("GET\n\n").append(table(flavour, before, read, options)).append('\n');
          tables.append("PUT\n\n").append(table(flavour, before, replace, options)).append('\n');
        }
      }
    }
    if (tables.isEmpty()) {
      throw new BenchException("No flavour is both here and in " + baseline);
    }
    return tables.toString();
  }

  private static String table(Flavour flavour, Path before, Meter meter, BenchOptions options) {
    List<Contestant> contestants =
        List.of(
            LarderFunction.of(flavour, flavour + " before", before, options),
            LarderFunction.of(flavour, options));
    List<List<Map<String, Measurement>>> runs = new ArrayList<>();
    for (int run = 0; run < options.runs(); run++) {
      runs.add(meter.run(contestants));
    }
    return Bench.lines(List.of(ResultTable.noise(Measurement.COLUMNS, runs)))
        + '\n'
        + ResultTable.renderRuns(Measurement.COLUMNS, runs);
  }
}
