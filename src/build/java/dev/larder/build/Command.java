package dev.larder.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Programs that the build runs to their end. */
final class Command {
  private Command() {}

  /**
   * Runs a program and returns what it printed.
   *
   * @throws BuildFailedException if it fails, with what it printed
   */
  static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        throw new BuildFailedException(
            String.join(" ", command) + " failed with exit code " + exit + ":\n" + output);
      }
      return output;
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new BuildFailedException("Interrupted while running " + command[0], e);
    }
  }
}
