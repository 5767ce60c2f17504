package dev.larder.bench;

import dev.larder.bench.ResultTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A result as SVG: a panel with horizontal bars for each column. It has its own background, so that
 * it can be read on any page, bright or dark.
 */
final class BarChart {
  private static final int WIDTH = 880;
  private static final int MARGIN = 24;
  private static final int PANELS_A_ROW = 2;
  private static final int GAP = 32;
  private static final int PANEL = (WIDTH - 2 * MARGIN - GAP) / PANELS_A_ROW;
  private static final int NAME = 96;
  private static final int LONGEST_BAR = 180;
  private static final int BAR = 14;
  private static final int ROW = 22;
  private static final int PANEL_HEAD = 28;
  private static final int HEAD = 76;
  private static final int NOTE = 15;
  private static final int NOTE_CHARACTERS = 145;

  private static final String STYLE =
      """
      <style>
        text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328 }
        .page { fill: #ffffff; stroke: #d1d9e0 }
        .title { font-size: 18px; font-weight: 600 }
        .panel { font-size: 14px; font-weight: 600 }
        .row { font-size: 13px }
        .note { font-size: 11px }
        .faint { fill: #59636e }
        .peer { fill: #818b98 }
        .own { fill: #0969da }
        @media (prefers-color-scheme: dark) {
          text { fill: #f0f6fc }
          .page { fill: #0d1117; stroke: #3d444d }
          .faint { fill: #9198a1 }
          .own { fill: #4493f8 }
        }
      </style>
      """;

  private final StringBuilder svg = new StringBuilder();

  private BarChart() {}

  /**
   * @param legend how to read it, below the title
   * @param runs as {@link Figure#of} takes them
   * @param notes what was measured with what, in small type
   */
  static <T> String draw(
      String title,
      String legend,
      List<Column<T>> columns,
      List<List<Map<String, T>>> runs,
      List<String> notes) {
    List<String> lines = notes.stream().flatMap(note -> wrap(note).stream()).toList();
    int panelHeight = PANEL_HEAD + runs.get(0).get(0).size() * ROW + GAP / 2;
    int panelRows = (columns.size() + PANELS_A_ROW - 1) / PANELS_A_ROW;
    int notesTop = HEAD + panelRows * panelHeight + NOTE;
    int height = notesTop + lines.size() * NOTE + MARGIN / 2;
    BarChart chart = new BarChart();
    chart.open(height, title, describe(columns, runs));
    chart.text("title", MARGIN, 36, title);
    chart.text("row faint", MARGIN, 57, legend);
    for (int n = 0; n < columns.size(); n++) {
      int x = MARGIN + n % PANELS_A_ROW * (PANEL + GAP);
      int y = HEAD + n / PANELS_A_ROW * panelHeight;
      chart.panel(x, y, columns.get(n), Figure.of(columns.get(n), runs));
    }
    for (int n = 0; n < lines.size(); n++) {
      chart.text("note faint", MARGIN, notesTop + n * NOTE, lines.get(n));
    }
    return chart.svg.append("</svg>\n").toString();
  }

  private void open(int height, String title, String description) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " role=\"img\" aria-labelledby=\"title desc\">\n",
        WIDTH, height, WIDTH, height);
    add("<title id=\"title\">%s</title>\n", escape(title));
    add("<desc id=\"desc\">%s</desc>\n", escape(description));
    svg.append(STYLE);
    add(
        "<rect class=\"page\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n",
        WIDTH - 1, height - 1);
  }

  private void panel(int x, int y, Column<?> column, Map<String, Figure> figures) {
    double most = figures.values().stream().mapToDouble(Figure::value).max().orElseThrow();
    text("panel", x, y + BAR, column.title());
    int top = y + PANEL_HEAD;
    for (Map.Entry<String, Figure> row : figures.entrySet()) {
      double length = Math.max(1, LONGEST_BAR * row.getValue().value() / most);
      int baseline = top + BAR - 3;
      text("row", x, baseline, row.getKey());
      add(
          "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n",
          isOwn(row.getKey()) ? "own" : "peer", x + NAME, top, length, BAR);
      text("row", x + NAME + length + 6, baseline, label(column, row.getValue()));
      top += ROW;
    }
  }

  private void text(String style, double x, int y, String text) {
    add("<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>\n", style, x, y, escape(text));
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private static boolean isOwn(String name) {
    return name.startsWith("Larder");
  }

  private static String label(Column<?> column, Figure figure) {
    return String.format(Locale.ROOT, "%s (%.2f×)", column.text(figure.value()), figure.ratio());
  }

  /** The same in words, for those who do not see it. */
  private static <T> String describe(List<Column<T>> columns, List<List<Map<String, T>>> runs) {
    return columns.stream()
        .map(
            column ->
                column.title()
                    + ": "
                    + Figure.of(column, runs).entrySet().stream()
                        .map(row -> row.getKey() + " " + label(column, row.getValue()))
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }

  private static List<String> wrap(String text) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > NOTE_CHARACTERS) {
      int blank = rest.lastIndexOf(' ', NOTE_CHARACTERS);
      int end = blank < 0 ? NOTE_CHARACTERS : blank;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
