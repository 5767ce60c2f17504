package dev.larder.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A result in Markdown: rows with names, each value with its ratio to the first row's. */
final class ResultTable {
  private ResultTable() {}

  /**
   * @param format of the value, as {@link String#format} has it
   */
  record Column<T>(String title, String format, ToDoubleFunction<T> value) {}

  static <T> String render(List<Column<T>> columns, Map<String, T> results) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    columns.forEach(column -> head.add(column.title()));
    rows.add(head);
    T first = results.values().iterator().next();
    results.forEach((name, result) -> rows.add(row(columns, name, result, first)));
    return align(rows);
  }

  private static <T> List<String> row(List<Column<T>> columns, String name, T result, T first) {
    List<String> row = new ArrayList<>(List.of(name));
    for (Column<T> column : columns) {
      double value = column.value().applyAsDouble(result);
      double ratio = value / column.value().applyAsDouble(first);
      row.add(String.format(Locale.ROOT, column.format() + " (%.2f×)", value, ratio));
    }
    return row;
  }

  private static String align(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
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
