package dev.larder.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

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
    return renderRounds(columns, List.of(results));
  }

  static <T> String renderRounds(List<Column<T>> columns, List<Map<String, T>> rounds) {
    return renderRuns(columns, List.of(rounds));
  }

  /** Has the medians of several runs; behind a ratio follow the least and the greatest one. */
  static <T> String renderRuns(List<Column<T>> columns, List<List<Map<String, T>>> runs) {
    List<String> head = new ArrayList<>(List.of(""));
    Map<String, List<String>> rows = new LinkedHashMap<>();
    runs.get(0).get(0).keySet().forEach(name -> rows.put(name, new ArrayList<>(List.of(name))));
    for (Column<T> column : columns) {
      head.add(column.title());
      Figure.of(column, runs).forEach((name, figure) -> rows.get(name).add(cell(column, figure)));
    }
    List<List<String>> all = new ArrayList<>(List.of(head));
    all.addAll(rows.values());
    return MarkdownTable.render(all);
  }

  /**
   * Says what the table cannot tell: how far the last row, which is the first row's function
   * measured once more, is from the first.
   */
  static <T> String noise(List<Column<T>> columns, List<List<Map<String, T>>> runs) {
    List<String> names = List.copyOf(runs.get(0).get(0).keySet());
    String again = names.get(names.size() - 1);
    return again
        + " is the same function once more. What these two differ by is noise, and so is any"
        + " difference up to that: "
        + columns.stream()
            .map(column -> column.title() + ": " + percent(Figure.of(column, runs).get(again)))
            .collect(Collectors.joining("; "));
  }

  /** Of several runs the greatest difference: that of their median is less by mere chance. */
  private static String percent(Figure figure) {
    double difference =
        Math.max(Math.abs(figure.leastRatio() - 1), Math.abs(figure.greatestRatio() - 1));
    return String.format(Locale.ROOT, "%.1f %%", 100 * difference);
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
