package dev.larder.bench;

import java.util.Arrays;

/** Durations, in nanoseconds. */
final class Samples {
  private long[] nanos = new long[1024];
  private int count;

  void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = duration;
  }

  int count() {
    return count;
  }

  /** Returns the n-th duration alone; none if there are fewer. */
  Samples only(int n) {
    Samples one = new Samples();
    if (n < count) {
      one.add(nanos[n]);
    }
    return one;
  }

  /** Returns the duration that this share of all does not exceed, in milliseconds. */
  double percentileMillis(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * count);
    return sorted[Math.max(rank, 1) - 1] / 1e6;
  }
}
