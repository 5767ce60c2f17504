package dev.larder.soak;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a quantity stays what it was in a long run: a quantile of its last third, against the
 * same of the third before. The first third is left out: classes are loaded and compiled in it,
 * pools filled, the heap takes its size.
 *
 * @param quantile from 0 to 1; the middle one passes over what befalls single samples
 * @param factor what it may grow by
 * @param slack what it may grow by besides, in its own unit
 */
record Level(double quantile, double factor, double slack) {
  /** With less in a third, nothing is said. */
  static final int LEAST = 3;

  /** A measurement, at a time in seconds since the run began. */
  record Point(double second, double value) {}

  /** What was found; it holds where the last third is not beyond the most that it may be. */
  record Verdict(double before, double after, double most) {
    boolean holds() {
      return after <= most;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: middle third %.2f, last third %.2f, at most %.2f",
          holds() ? "level" : "NOT LEVEL",
          before,
          after,
          most);
    }
  }

  /**
   * @param length of the run, in seconds
   * @return empty where the run was too short to tell
   */
  Optional<Verdict> of(List<Point> points, double length) {
    double[] middle = between(length / 3, 2 * length / 3, points);
    double[] last = between(2 * length / 3, Double.MAX_VALUE, points);
    if (middle.length < LEAST || last.length < LEAST) {
      return Optional.empty();
    }
    double before = quantile(middle, quantile);
    return Optional.of(new Verdict(before, quantile(last, quantile), before * factor + slack));
  }

  private static double[] between(double from, double to, List<Point> points) {
    return points.stream()
        .filter(point -> point.second() >= from && point.second() < to)
        .mapToDouble(Point::value)
        .toArray();
  }

  /**
   * The least value that is not exceeded by this share of all; not a number where there is none.
   */
  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted.length == 0 ? Double.NaN : sorted[Math.max(rank, 1) - 1];
  }
}
