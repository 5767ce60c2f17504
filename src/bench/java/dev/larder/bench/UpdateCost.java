package dev.larder.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares an update, which is one write, with a patch, which reads the item and writes it. */
final class UpdateCost {
  private static final List<ResultTable.Column<Measurement>> COLUMNS =
      Measurement.COLUMNS.subList(1, 5);

  private UpdateCost() {}

  static String measure(BenchOptions options) {
    StringBuilder tables = new StringBuilder();
    Path logs = Folders.make(options.output().resolve("logs"));
    try (LocalDynamoDb dynamoDb = new LocalDynamoDb()) {
      Workload.fill(dynamoDb.client());
      Workload.warmUp(dynamoDb.client());
      for (Flavour flavour : LarderFunction.built(options).keySet()) {
        System.out.println(flavour + " ...");
        tables.append(table(flavour, dynamoDb.endpoint(), logs, options)).append('\n');
      }
    }
    return tables.toString();
  }

  private static String table(Flavour flavour, String dynamoDb, Path logs, BenchOptions options) {
    Map<String, Workload> workloads = new LinkedHashMap<>();
    workloads.put(flavour + " merge patch", Workload.mergePatch());
    workloads.put(flavour + " update", Workload.update());
    workloads.put(flavour + " merge patch again", Workload.mergePatch());
    List<List<Map<String, Measurement>>> results = new ArrayList<>();
    Map<String, String> units = new LinkedHashMap<>();
    for (int number = 0; number < options.runs(); number++) {
      Map<String, WarmRun> runs = new LinkedHashMap<>();
      try {
        workloads.forEach(
            (name, workload) -> {
              Contestant larder = LarderFunction.of(flavour, name, flavour.zip(options), options);
              WarmRun run = new WarmRun(larder, workload, larder.start(dynamoDb, logs));
              runs.put(name, run);
              run.invoke(options.warmUp());
              units.put(name, run.units());
              run.reset();
            });
        WarmRun.takeTurns(runs.values(), options.measured());
        Map<String, List<Measurement>> result = new LinkedHashMap<>();
        runs.forEach((name, run) -> result.put(name, run.rounds(new Samples())));
        results.add(Measurement.rounds(result));
      } finally {
        runs.values().forEach(WarmRun::close);
      }
    }
    List<String> notes = new ArrayList<>(List.of(ResultTable.noise(COLUMNS, results)));
    units.forEach((name, consumed) -> notes.add(name + ": " + consumed));
    return Bench.lines(notes) + '\n' + ResultTable.renderRuns(COLUMNS, results);
  }
}
