package dev.larder.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes {@code function-aot.zip} of the built function: a Java runtime of its own, the application
 * in one jar, and the cache of what the JVM learnt in a training run.
 *
 * <p>Arguments, as {@code name=value}: {@code jdk}, a JDK {@value JavaImage#VERSION}; {@code
 * build}, Maven's output directory.
 */
public final class AotFunction {
  /** The most that Lambda takes: of a function unpacked, and of a zip that comes with the call. */
  static final long MOST_UNPACKED = 250L * 1024 * 1024;

  static final String CACHE = "larder.aot";

  private AotFunction() {}

  /** Fails where a step does, or the result is larger than Lambda takes. */
  public static void main(String... arguments) throws IOException {
    Map<String, String> options =
        Arrays.stream(arguments)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(option -> option[0], option -> option[1]));
    Path build = Path.of(options.get("build")).toAbsolutePath();
    Path task = Folders.makeEmpty(build.resolve("function-aot"));
    JavaImage.link(Path.of(options.get("jdk")), task.resolve("java"));
    ApplicationJar.of(build.resolve("unpacked"), OptionalInt.of(JavaImage.VERSION))
        .write(task.resolve(ApplicationJar.NAME), task.resolve(ApplicationJar.SETTINGS));
    Bootstrap.write(task);
    Folders.setTimes(task);
    new Training(build, task).run();
    Folders.setTimes(task);
    Path zip = build.resolve("function-aot.zip");
    DeploymentZip.pack(task, zip);
    report(task, zip);
  }

  private static void report(Path task, Path zip) throws IOException {
    List<String> parts =
        List.of("java/lib/modules", "java/lib/server/libjvm.so", ApplicationJar.NAME, CACHE);
    for (String part : parts) {
      System.out.printf("%6.1f MB %s%n", mib(Files.size(task.resolve(part))), part);
    }
    long unpacked;
    try (Stream<Path> all = Files.walk(task)) {
      unpacked = all.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum();
    }
    System.out.printf(
        "%s: %.1f MB, unpacked %.1f MB%n", zip.getFileName(), mib(Files.size(zip)), mib(unpacked));
    if (unpacked > MOST_UNPACKED) {
      throw new BuildFailedException(
          "Lambda takes functions of at most %.0f MB unpacked".formatted(mib(MOST_UNPACKED)));
    }
  }

  private static double mib(long bytes) {
    return bytes / 1024.0 / 1024;
  }
}
