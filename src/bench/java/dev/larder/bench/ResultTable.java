package dev.larder.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A result in Markdown: rows with names, each value with its ratio to the first row's. */
final class ResultTable {
  private ResultTable() {}

  /**
   * @param format of the value, as {@link String#format} has it
   * @param value not a number where there is none
   */
  record Column<T>(String title, String format, ToDoubleFunction<T> value) {
    String text(double number) {
      return String.format(Locale.ROOT, format, number);
    }
  }

  static <T> String render(List<Column<T>> columns, Map<String, T> results) {
    return renderRuns(columns, List.of(results));
  }

  /** Has the medians of several runs; behind a ratio follow the least and the greatest one. */
  static <T> String renderRuns(List<Column<T>> columns, List<Map<String, T>> runs) {
    List<String> head = new ArrayList<>(List.of(""));
    Map<String, List<String>> rows = new LinkedHashMap<>();
    runs.get(0).keySet().forEach(name -> rows.put(name, new ArrayList<>(List.of(name))));
    for (Column<T> column : columns) {
      head.add(column.title());
      Figure.of(column, runs).forEach((name, figure) -> rows.get(name).add(cell(column, figure)));
    }
    List<List<String>> all = new ArrayList<>(List.of(head));
    all.addAll(rows.values());
    return MarkdownTable.render(all);
  }

  private static String cell(Column<?> column, Figure figure) {
    if (Double.isNaN(figure.value())) {
      return "–";
    }
    // The first row has none, and neither has what is no measurement, as a size.
    String spread =
        figure.leastRatio() == figure.greatestRatio()
            ? ""
            : String.format(
                Locale.ROOT, ", %.2f to %.2f", figure.leastRatio(), figure.greatestRatio());
    return String.format(
        Locale.ROOT, "%s (%.2f×%s)", column.text(figure.value()), figure.ratio(), spread);
  }
}
