package dev.larder.bench;

import dev.larder.bench.ResultTable.Column;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A row's value in a column.
 *
 * @param value of each run the median of its rounds, and of these the median
 * @param ratio to the first row's value, each round's in itself, and the medians likewise
 * @param leastRatio the least ratio of a run
 * @param greatestRatio the greatest one
 */
record Figure(double value, double ratio, double leastRatio, double greatestRatio) {

  /**
   * Returns the figures of a column by the names of the rows.
   *
   * @param runs of each run its rounds, and of each round the results by the names of the rows,
   *     which are the same in all
   */
  static <T> Map<String, Figure> of(Column<T> column, List<List<Map<String, T>>> runs) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    for (String name : runs.get(0).get(0).keySet()) {
      double[] values = new double[runs.size()];
      double[] ratios = new double[runs.size()];
      for (int run = 0; run < values.length; run++) {
        List<Map<String, T>> rounds = runs.get(run);
        values[run] = median(rounds, round -> column.value().applyAsDouble(round.get(name)));
        ratios[run] = median(rounds, round -> ratio(column, round, name));
      }
      Arrays.sort(ratios);
      figures.put(
          name, new Figure(median(values), median(ratios), ratios[0], ratios[ratios.length - 1]));
    }
    return figures;
  }

  private static <T> double ratio(Column<T> column, Map<String, T> round, String name) {
    T first = round.values().iterator().next();
    return column.value().applyAsDouble(round.get(name)) / column.value().applyAsDouble(first);
  }

  private static <T> double median(List<T> rounds, ToDoubleFunction<T> value) {
    return median(rounds.stream().mapToDouble(value).toArray());
  }

  /** Leaves out what is not a number; returns that if nothing is left. */
  private static double median(double... values) {
    double[] sorted =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
