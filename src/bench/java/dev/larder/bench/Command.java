package dev.larder.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Programs that the bench runs to their end. */
final class Command {
  private Command() {}

  /**
   * Checks that programs are installed.
   *
   * @throws BenchException if one is not, with this remedy
   */
  static void require(List<String> programs, String remedy) {
    List<String> missing = programs.stream().filter(program -> !isInstalled(program)).toList();
    if (!missing.isEmpty()) {
      throw new BenchException(
          "The bench needs " + String.join(", ", missing) + " on the PATH. " + remedy);
    }
  }

  /**
   * Runs a program and returns what it printed.
   *
   * @throws BenchException if it fails, with what it printed
   */
  static String run(Path directory, String... command) {
    try {
      Path output = Files.createTempFile("larder-bench", ".log");
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return finish(process, output, String.join(" ", command));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new BenchException("Cannot run " + command[0] + ": " + e.getMessage(), e);
    }
  }

  /** Returns the version of the JVM that is started by a {@code java} executable. */
  static String jvm(Path java) {
    // The second of three lines, as in: OpenJDK Runtime Environment (build 17.0.19+10)
    return run(Path.of("."), java.toString(), "-version").lines().toList().get(1);
  }

  private static String finish(Process process, Path output, String command) throws IOException {
    try {
      int exit = process.waitFor();
      String text = Files.readString(output);
      if (exit != 0) {
        throw new BenchException(command + " failed with exit code " + exit + ":\n" + text);
      }
      return text;
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while running " + command, e);
    }
  }

  /** Whether a program is on the PATH. */
  static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
