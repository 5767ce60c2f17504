package dev.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The machine that was measured on, as far as Linux tells. */
final class Machine {
  private Machine() {}

  static String describe() {
    long kib = Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", ""));
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %.0f GiB, %s %s, %s",
        value("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        kib / 1024.0 / 1024.0,
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"));
  }

  private static String value(String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      throw new BenchException("The bench measures processes by /proc: it needs Linux", e);
    }
  }
}
