package dev.larder.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A function that brings its runtime, which its executable {@code bootstrap} is. */
final class CustomRuntime {
  /** What GraalVM writes into its executables before its name. */
  private static final String NATIVE = "com.oracle.svm.core.VM=";

  private CustomRuntime() {}

  /**
   * @throws BenchException if the directory has no executable {@code bootstrap}
   */
  static List<String> command(Path task) {
    Path bootstrap = task.resolve("bootstrap");
    if (!Files.isExecutable(bootstrap)) {
      throw new BenchException("A custom runtime starts with an executable file " + bootstrap);
    }
    return List.of(bootstrap.toString());
  }

  /** Says which compiler made the executable. */
  static String version(Path task) {
    try {
      String content = Files.readString(task.resolve("bootstrap"), StandardCharsets.ISO_8859_1);
      int at = content.indexOf(NATIVE);
      return "custom runtime, "
          + (at < 0
              ? "of a version that it does not tell"
              : content.substring(at + NATIVE.length(), content.indexOf('\0', at)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
