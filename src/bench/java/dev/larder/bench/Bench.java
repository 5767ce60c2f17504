package dev.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares Larder with the Lambda handler pattern; see {@code src/bench/README.md}. */
public final class Bench {
  private static final int DYNAMODB_WARM_UP = 10_000;

  private Bench() {}

  /**
   * Runs the comparison.
   *
   * @param arguments as {@link BenchOptions} names them
   */
  public static void main(String... arguments) throws IOException {
    try {
      BenchOptions options = BenchOptions.parse(arguments);
      Folders.make(options.output());
      // Each is compared with the first. A further one is a line here.
      List<Contestant> contestants =
          List.of(NodePattern.prepare(options), LarderFunction.managed(options));
      String result = compare(options, contestants);
      Path file = Files.writeString(options.output().resolve("result.md"), result);
      System.out.println(result + "\nWritten to " + file);
    } catch (BenchException e) {
      System.err.println("The bench ends without a result. " + e.getMessage());
      System.exit(1);
    }
  }

  private static String compare(BenchOptions options, List<Contestant> contestants) {
    try (LocalDynamoDb dynamoDb = new LocalDynamoDb()) {
      Workload.fill(dynamoDb.client());
      Workload.warmUp(dynamoDb.client(), DYNAMODB_WARM_UP);
      Meter meter = new Meter(options, dynamoDb.endpoint());
      System.out.println("Cold starts ...");
      Map<Contestant, Samples> coldStarts = meter.coldStarts(contestants);
      System.out.println("Warm invocations ...");
      Map<Contestant, Measurement> results = meter.warm(coldStarts);
      return head(options, contestants) + "\n" + ResultTable.render(results);
    }
  }

  private static String head(BenchOptions options, List<Contestant> contestants) {
    StringBuilder head = new StringBuilder();
    head.append("- Date: ").append(LocalDate.now()).append('\n');
    head.append("- Machine: ").append(Machine.describe()).append('\n');
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
