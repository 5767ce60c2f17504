package dev.larder.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares Larder with the Lambda handler pattern, at reading one item. */
final class PatternComparison {
  private static final int DYNAMODB_WARM_UP = 10_000;

  private PatternComparison() {}

  static String measure(BenchOptions options) {
    // Each is compared with the first. A further one is a line here.
    List<Contestant> contestants =
        List.of(NodePattern.prepare(options), LarderFunction.managed(options));
    try (LocalDynamoDb dynamoDb = new LocalDynamoDb()) {
      Workload.fill(dynamoDb.client());
      Workload.warmUp(dynamoDb.client(), DYNAMODB_WARM_UP);
      Meter meter = new Meter(options, dynamoDb.endpoint());
      System.out.println("Cold starts ...");
      Map<Contestant, Samples> coldStarts = meter.coldStarts(contestants);
      System.out.println("Warm invocations ...");
      Map<String, Measurement> results = new LinkedHashMap<>();
      meter.warm(coldStarts).forEach((who, result) -> results.put(who.name(), result));
      return head(options, contestants) + "\n" + ResultTable.render(Measurement.COLUMNS, results);
    }
  }

  private static String head(BenchOptions options, List<Contestant> contestants) {
    StringBuilder head = new StringBuilder();
    for (Contestant contestant : contestants) {
      head.append("- ").append(contestant.name()).append(": ");
      head.append(contestant.version()).append('\n');
    }
    head.append(
        String.format(
            Locale.ROOT,
            "- Counts: cold start, the median of %d processes; warm, %,d invocations after %,d"
                + " unmeasured ones%n",
            options.coldStarts(),
            options.measured(),
            options.warmUp()));
    return head.toString();
  }
}
