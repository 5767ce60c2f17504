package dev.larder.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process has of the machine at the moment, as Linux tells in {@code /proc}.
 *
 * @param rssMib what it has resident
 * @param descriptors open files, sockets among them
 */
public record ProcessUse(double rssMib, int threads, int descriptors, int sockets) {

  public static ProcessUse of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      List<Path> open = list(process.resolve("fd"));
      return new ProcessUse(
          kib(pid, "VmRSS") / 1024.0,
          list(process.resolve("task")).size(),
          open.size(),
          (int) open.stream().filter(ProcessUse::isSocket).count());
    } catch (IOException e) {
      throw new UncheckedIOException("The process " + pid + " cannot be looked at", e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (NoSuchFileException e) {
      // Closed meanwhile
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A figure of its status.
   *
   * @throws IllegalStateException if the process has ended
   */
  static long kib(long pid, String name) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("The process " + pid + " has ended"));
    }
  }
}
