package dev.larder.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The result in Markdown: a row a contestant, each value with its ratio to the first one's. */
final class ResultTable {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("cold start, ms", "%,.0f", Measurement::coldMillis),
          new Column("warm p50, ms", "%,.2f", Measurement::warmP50Millis),
          new Column("warm p99, ms", "%,.2f", Measurement::warmP99Millis),
          new Column("invocations/s", "%,.0f", Measurement::invocationsPerSecond),
          new Column("CPU s per 1,000", "%,.2f", Measurement::cpuSecondsPer1000),
          new Column("peak RSS, MiB", "%,.0f", Measurement::peakRssMib),
          new Column("zip, MiB", "%,.1f", Measurement::packageMib));

  private ResultTable() {}

  private record Column(String title, String format, ToDoubleFunction<Measurement> value) {}

  static String render(Map<Contestant, Measurement> results) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    COLUMNS.forEach(column -> head.add(column.title()));
    rows.add(head);
    Measurement first = results.values().iterator().next();
    results.forEach((contestant, measurement) -> rows.add(row(contestant, measurement, first)));
    return align(rows);
  }

  private static List<String> row(Contestant contestant, Measurement measurement, Measurement to) {
    List<String> row = new ArrayList<>(List.of(contestant.name()));
    for (Column column : COLUMNS) {
      double value = column.value().applyAsDouble(measurement);
      double ratio = value / column.value().applyAsDouble(to);
      row.add(String.format(Locale.ROOT, column.format() + " (%.2f×)", value, ratio));
    }
    return row;
  }

  private static String align(List<List<String>> rows) {
    int[] widths = new int[COLUMNS.size() + 1];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      for (int i = 0; i < widths.length; i++) {
        String format = i == 0 ? "| %-" + widths[i] + "s " : "| %" + widths[i] + "s ";
        table.append(String.format(format, rows.get(r).get(i)));
      }
      table.append("|\n");
      if (r == 0) {
        for (int i = 0; i < widths.length; i++) {
          table.append(i == 0 ? "|:" : "|-").append("-".repeat(widths[i]));
          table.append(i == 0 ? "-" : ":");
        }
        table.append("|\n");
      }
    }
    return table.toString();
  }
}
