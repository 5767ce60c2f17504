package dev.larder.bench;

import java.util.List;

/** Rows of cells as a table in Markdown, in columns. */
final class MarkdownTable {
  private MarkdownTable() {}

  /**
   * @param rows the head and then the others, all with as many cells
   */
  static String render(List<List<String>> rows) {
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
