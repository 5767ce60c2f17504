package dev.larder.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the bench is told on its command line, each as {@code name=value}.
 *
 * <p>A value that Maven has left as <code>${bench.name}</code>, since nobody has set it, counts as
 * not told.
 *
 * @param only the name of the one part to measure, or {@link #ALL}
 * @param function Larder's {@code function.zip}
 * @param functionNative its {@code function-native.zip}, which may be absent
 * @param baseline a folder with the same files of another build, to compare with
 * @param handler the name of its handler
 * @param java the {@code java} executable that runs it
 * @param runtimeClient a folder with the jars of Lambda's Java runtime client
 * @param sources the folder {@code src/bench}
 * @param output the folder that everything is written to
 * @param coldStarts how many processes of each contestant are started
 * @param warmUp how many invocations of a process go unmeasured
 * @param measured how many are then measured
 * @param runs how often the comparison with the pattern is done
 * @param requests how many requests the memory is measured over
 * @param answers how many answers of each size are measured
 * @param rhythm how many requests are sent with which pause before each
 */
record BenchOptions(
    String only,
    Path function,
    Path functionNative,
    Optional<Path> baseline,
    String handler,
    Path java,
    Path runtimeClient,
    Path sources,
    Path output,
    int coldStarts,
    int warmUp,
    int measured,
    int runs,
    int requests,
    int answers,
    Map<Duration, Integer> rhythm) {
  /** Every part. */
  static final String ALL = "all";

  private static final List<String> NAMES =
      List.of(
          "only",
          "build",
          "function-native",
          "baseline",
          "handler",
          "java",
          "cold-starts",
          "warm-up",
          "measured",
          "runs",
          "requests",
          "answers",
          "rhythm");

  static BenchOptions parse(String... arguments) {
    Map<String, String> given =
        Arrays.stream(arguments)
            .filter(argument -> !argument.contains("=${"))
            .map(argument -> argument.split("=", 2))
            .collect(
                Collectors.toMap(
                    parts -> parts[0],
                    parts -> {
                      if (parts.length < 2) {
                        throw new BenchException("Not name=value: " + parts[0]);
                      }
                      return parts[1];
                    }));
    if (!NAMES.containsAll(given.keySet())) {
      throw new BenchException("Of " + given.keySet() + " the bench knows only " + NAMES);
    }
    Path build = Path.of(required(given, "build")).toAbsolutePath();
    return new BenchOptions(
        given.getOrDefault("only", ALL),
        build.resolve("function.zip"),
        Optional.ofNullable(given.get("function-native"))
            .map(file -> Path.of(file).toAbsolutePath())
            .orElse(build.resolve("function-native.zip")),
        Optional.ofNullable(given.get("baseline"))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder).toAbsolutePath()),
        required(given, "handler"),
        Path.of(given.getOrDefault("java", System.getProperty("java.home") + "/bin/java")),
        build.resolve("lambda-runtime-client"),
        build.resolveSibling("src").resolve("bench"),
        build.resolve("bench"),
        Integer.parseInt(given.getOrDefault("cold-starts", "7")),
        Integer.parseInt(given.getOrDefault("warm-up", "2000")),
        Integer.parseInt(given.getOrDefault("measured", "5000")),
        Integer.parseInt(given.getOrDefault("runs", "1")),
        Integer.parseInt(given.getOrDefault("requests", "50000")),
        Integer.parseInt(given.getOrDefault("answers", "200")),
        rhythm(given.getOrDefault("rhythm", "0.3:60,1.1:30")));
  }

  /**
   * @param text seconds with a count each, as {@code 0.3:60,65:3}
   */
  private static Map<Duration, Integer> rhythm(String text) {
    Map<Duration, Integer> counts = new LinkedHashMap<>();
    for (String pause : text.split(",")) {
      String[] parts = pause.split(":");
      if (parts.length != 2) {
        throw new BenchException("Not SECONDS:COUNT: " + pause);
      }
      long millis = Math.round(Double.parseDouble(parts[0]) * 1000);
      counts.put(Duration.ofMillis(millis), Integer.parseInt(parts[1]));
    }
    return counts;
  }

  private static String required(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) {
      throw new BenchException("The bench must be told " + name + "=...");
    }
    return value;
  }
}
