package dev.larder.bench;

import dev.larder.bench.ResultTable.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of one contestant in a round, which all contestants had at the same time.
 *
 * @param coldMillis start of a process to its first answer; not a number if the round had none
 * @param warmP50Millis an invocation of a warm process, median; not a number if the round had none
 * @param warmP99Millis the same, 99th percentile
 * @param invocationsPerSecond one after the other in one process
 * @param cpuSecondsPer1000 processor time of the process for 1,000 warm invocations of all rounds
 * @param peakRssMib the most resident memory of that process in all rounds
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

  /** Returns what was measured round by round, as tables are made of it. */
  static List<Map<String, Measurement>> rounds(Map<String, List<Measurement>> contestants) {
    List<Map<String, Measurement>> rounds = new ArrayList<>();
    contestants.forEach(
        (name, measured) -> {
          for (int n = 0; n < measured.size(); n++) {
            if (n == rounds.size()) {
              rounds.add(new LinkedHashMap<>());
            }
            rounds.get(n).put(name, measured.get(n));
          }
        });
    return rounds;
  }
}
