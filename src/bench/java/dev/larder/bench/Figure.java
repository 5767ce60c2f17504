package dev.larder.bench;

import dev.larder.bench.ResultTable.Column;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row's value in a column, over all runs.
 *
 * @param value the median of the runs
 * @param ratio to the first row's value, each run's in itself, the median of the runs
 * @param leastRatio the least of these ratios
 * @param greatestRatio the greatest of them
 */
record Figure(double value, double ratio, double leastRatio, double greatestRatio) {

  /**
   * Returns the figures of a column by the names of the rows.
   *
   * @param runs of each run the results by the names of the rows, which are the same in all
   */
  static <T> Map<String, Figure> of(Column<T> column, List<Map<String, T>> runs) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    for (String name : runs.get(0).keySet()) {
      double[] values = new double[runs.size()];
      double[] ratios = new double[runs.size()];
      for (int run = 0; run < values.length; run++) {
        Map<String, T> results = runs.get(run);
        values[run] = column.value().applyAsDouble(results.get(name));
        T first = results.values().iterator().next();
        ratios[run] = values[run] / column.value().applyAsDouble(first);
      }
      Arrays.sort(values);
      Arrays.sort(ratios);
      figures.put(
          name, new Figure(median(values), median(ratios), ratios[0], ratios[ratios.length - 1]));
    }
    return figures;
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
