package dev.larder.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders below the bench's output. */
final class Folders {
  private Folders() {}

  /** Returns the folder, made if it is not there. */
  static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the folder, empty. */
  static Path makeEmpty(Path folder) {
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> content = Files.walk(folder)) {
          for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot empty " + folder, e);
    }
  }

  /** Returns the names of the files in a folder, sorted. */
  static List<String> names(Path folder) {
    try (Stream<Path> content = Files.list(folder)) {
      return content.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the files of a folder, not its folders; says whether any was new or other. */
  static boolean copyFiles(Path from, Path to) {
    boolean changed = false;
    try {
      for (String name : names(from)) {
        Path source = from.resolve(name);
        Path target = to.resolve(name);
        if (Files.isRegularFile(source)
            && !(Files.exists(target) && Files.mismatch(source, target) < 0)) {
          Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
          changed = true;
        }
      }
      return changed;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy " + from, e);
    }
  }
}
