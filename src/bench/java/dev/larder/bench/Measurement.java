package dev.larder.bench;

import dev.larder.bench.ResultTable.Column;
import java.util.List;

/**
 * What was measured of one contestant.
 *
 * @param coldMillis start of the process to its first answer, the median of several processes
 * @param warmP50Millis an invocation of a warm process, median
 * @param warmP99Millis the same, 99th percentile
 * @param invocationsPerSecond one after the other in one process
 * @param cpuSecondsPer1000 processor time of the process for 1,000 warm invocations
 * @param peakRssMib the most resident memory of that process
 * @param packageMib what would be uploaded, zipped
 */
record Measurement(
    double coldMillis,
    double warmP50Millis,
    double warmP99Millis,
    double invocationsPerSecond,
    double cpuSecondsPer1000,
    double peakRssMib,
    double packageMib) {
  private static final Column<Measurement> COLD =
      new Column<>("cold start, ms", "%,.0f", Measurement::coldMillis);
  private static final Column<Measurement> WARM =
      new Column<>("warm p50, ms", "%,.2f", Measurement::warmP50Millis);
  private static final Column<Measurement> CPU =
      new Column<>("CPU s per 1,000", "%,.2f", Measurement::cpuSecondsPer1000);
  private static final Column<Measurement> RSS =
      new Column<>("peak RSS, MiB", "%,.0f", Measurement::peakRssMib);
  private static final Column<Measurement> ZIP =
      new Column<>("zip, MiB", "%,.1f", Measurement::packageMib);

  static final List<Column<Measurement>> COLUMNS =
      List.of(
          COLD,
          WARM,
          new Column<>("warm p99, ms", "%,.2f", Measurement::warmP99Millis),
          new Column<>("invocations/s", "%,.0f", Measurement::invocationsPerSecond),
          CPU,
          RSS,
          ZIP);

  /** Those that are drawn; of all of them less is better. */
  static final List<Column<Measurement>> DRAWN = List.of(COLD, WARM, CPU, RSS, ZIP);
}
