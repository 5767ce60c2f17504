package dev.larder.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Classes that a JVM has loaded so far.
 *
 * @param all not a number where it is no JVM
 * @param archived those of an archive of CDS
 */
public record LoadedClasses(double all, double archived) {

  /** Returns the variable that has a JVM log its classes into a file, however it is started. */
  public static Map<String, String> logTo(Path file) {
    return Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + file);
  }

  /** Reads such a file; there is none where nothing is a JVM. */
  public static LoadedClasses read(Path file) {
    if (!Files.exists(file)) {
      return new LoadedClasses(Double.NaN, Double.NaN);
    }
    try (Stream<String> lines = Files.lines(file)) {
      List<String> classes = lines.filter(line -> line.contains(" source: ")).toList();
      long archived = classes.stream().filter(line -> line.contains("shared objects file")).count();
      return new LoadedClasses(classes.size(), archived);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
