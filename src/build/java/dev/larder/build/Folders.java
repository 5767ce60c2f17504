package dev.larder.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of the build. */
final class Folders {
  /**
   * What every file of a function was last changed at: an AOT cache holds for a jar of one size and
   * time alone, and the same function makes the same zip.
   */
  static final FileTime CHANGED = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  private Folders() {}

  /** Has all in it be last changed at one time. */
  static void setTimes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        Files.setLastModifiedTime(path, CHANGED);
      }
    }
  }

  /** Returns the folder, empty. */
  static Path makeEmpty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> content = Files.walk(folder)) {
        for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return Files.createDirectories(folder);
  }
}
