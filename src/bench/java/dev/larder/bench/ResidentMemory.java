package dev.larder.bench;

import dev.larder.lambda.DeployedFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a function's process has of the machine's memory at the moment. */
final class ResidentMemory {
  private ResidentMemory() {}

  static long bytes(DeployedFunction function) {
    Path status = Path.of("/proc", Long.toString(function.process().pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow(() -> new BenchException("There is no VmRSS in " + status));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks that what is read of the function's process is of all that it does.
   *
   * @throws BenchException if it has others, as those of a shell that does not exec
   */
  static void requireOneProcess(DeployedFunction function) {
    if (ProcessHandle.of(function.process().pid()).stream()
        .anyMatch(process -> process.children().findAny().isPresent())) {
      throw new BenchException(
          "It runs in several processes, of which one is measured; a bootstrap that is a script must"
              + " exec");
    }
  }
}
