package dev.larder.soak;

import dev.larder.lambda.ProcessUse;
import dev.larder.soak.Level.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that was measured: a file of samples, one of latencies, and what is to stay level. Lines are
 * written as they come, so that a run that ends early leaves what it has seen.
 */
final class Records {
  /** Memory that a collection frees comes and goes; a tenth is more than that. */
  private static final Level MEMORY = new Level(0.5, 1.1, 1);

  /** The least, since what softly referenced buffers hold is freed only once in many minutes. */
  private static final Level HEAP = new Level(0, 1.1, 1);

  /** Pools breathe by some. */
  private static final Level COUNT = new Level(0.5, 1, 3);

  private static final Level PROCESSOR = new Level(0.5, 1.5, 0);

  /**
   * The quiet minutes, since the machine may have other work in the others. A millisecond more is
   * noise where a request takes one.
   */
  private static final Level LATENCY = new Level(0.25, 1.5, 1);

  private final Path samples;
  private final Path latencies;
  private final Map<String, Level> levels = new LinkedHashMap<>();
  private final Map<String, List<Point>> series = new LinkedHashMap<>();

  /**
   * @param samples the file that gets those; overwritten
   * @param latencies the file that gets those; overwritten
   */
  Records(Path samples, Path latencies) {
    this.samples = samples;
    this.latencies = latencies;
    write(
        samples,
        "second,function,rss_mib,threads,descriptors,sockets,heap_mib,cpu_seconds,load\n",
        false);
    write(latencies, "second,kind,requests,unavailable,p50_ms,p99_ms\n", false);
  }

  /**
   * Adds what a function's process has.
   *
   * @param heapMib what its heap held after the last collection that was asked for, if there was
   *     one
   */
  void add(
      double second,
      String function,
      ProcessUse use,
      Optional<Double> heapMib,
      double cpuSeconds,
      double load) {
    write(
        samples,
        String.format(
            Locale.ROOT,
            "%.0f,%s,%.1f,%d,%d,%d,%s,%.2f,%.2f%n",
            second,
            function,
            use.rssMib(),
            use.threads(),
            use.descriptors(),
            use.sockets(),
            heapMib.map(mib -> String.format(Locale.ROOT, "%.1f", mib)).orElse(""),
            cpuSeconds,
            load),
        true);
    add(function + " RSS, MiB", MEMORY, second, use.rssMib());
    add(function + " threads", COUNT, second, use.threads());
    add(function + " descriptors", COUNT, second, use.descriptors());
    add(function + " sockets", COUNT, second, use.sockets());
  }

  /** Adds what a function's heap holds after a collection. */
  void addHeap(double second, String function, double mib) {
    add(function + " heap after a collection, MiB", HEAP, second, mib);
  }

  /** Adds the processor time of a request, in milliseconds. */
  void addProcessor(double second, double millis) {
    add("processor time of a request, ms", PROCESSOR, second, millis);
  }

  /** Adds how long the requests of some time took. */
  void add(double second, Map<String, Latencies.OfKind> taken) {
    StringBuilder lines = new StringBuilder();
    taken.forEach(
        (kind, of) -> {
          lines.append(line(second, kind, of));
          add("p50 of " + kind + ", ms", LATENCY, second, Level.quantile(of.millis(), 0.5));
        });
    double[] all =
        taken.values().stream().flatMapToDouble(of -> Arrays.stream(of.millis())).toArray();
    int unavailable = taken.values().stream().mapToInt(Latencies.OfKind::unavailable).sum();
    lines.append(line(second, "all", new Latencies.OfKind(all, unavailable)));
    add("p50 of all, ms", LATENCY, second, Level.quantile(all, 0.5));
    write(latencies, lines.toString(), true);
  }

  private static String line(double second, String kind, Latencies.OfKind of) {
    return String.format(
        Locale.ROOT,
        "%.0f,\"%s\",%d,%d,%.2f,%.2f%n",
        second,
        kind,
        of.millis().length,
        of.unavailable(),
        Level.quantile(of.millis(), 0.5),
        Level.quantile(of.millis(), 0.99));
  }

  private void add(String name, Level level, double second, double value) {
    levels.put(name, level);
    series.computeIfAbsent(name, absent -> new ArrayList<>()).add(new Point(second, value));
  }

  /**
   * What became of each quantity in a run of so many seconds, by its name; empty where that cannot
   * be said.
   */
  Map<String, Optional<Level.Verdict>> verdicts(double length) {
    return levels.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                level -> level.getValue().of(series.get(level.getKey()), length),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  private static void write(Path file, String text, boolean append) {
    try {
      if (append) {
        Files.writeString(file, text, StandardOpenOption.APPEND);
      } else {
        Files.writeString(file, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
