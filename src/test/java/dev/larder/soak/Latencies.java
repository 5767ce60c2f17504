package dev.larder.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long requests took, by kind, since they were last taken. */
final class Latencies {
  private Map<String, List<Double>> millis = new TreeMap<>();
  private Map<String, Integer> unavailable = new TreeMap<>();
  private long count;

  synchronized void add(String kind, double millis, boolean answered) {
    this.millis.computeIfAbsent(kind, absent -> new ArrayList<>()).add(millis);
    unavailable.merge(kind, answered ? 0 : 1, Integer::sum);
    count++;
  }

  /** How many there were in all. */
  synchronized long count() {
    return count;
  }

  /**
   * Those of one kind.
   *
   * @param unavailable how many were answered that DynamoDB was not to be had
   */
  record OfKind(double[] millis, int unavailable) {}

  /** Takes all that there are, by kind. */
  synchronized Map<String, OfKind> take() {
    Map<String, OfKind> taken = new TreeMap<>();
    millis.forEach(
        (kind, all) ->
            taken.put(
                kind,
                new OfKind(
                    all.stream().mapToDouble(Double::doubleValue).toArray(),
                    unavailable.get(kind))));
    millis = new TreeMap<>();
    unavailable = new TreeMap<>();
    return taken;
  }
}
