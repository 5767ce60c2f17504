package dev.larder.build;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Makes {@code function-native.zip}: Quarkus's files with the permission to run them. */
final class Executable {
  private static final Set<PosixFilePermission> RUNNABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private static final FileTime CHANGED = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  private Executable() {}

  /** Packs the files of a folder, which get the permission too. */
  static void pack(Path folder, Path zip) throws IOException {
    Files.deleteIfExists(zip);
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    try (FileSystem archive =
        FileSystems.newFileSystem(
            URI.create("jar:" + zip.toUri()),
            Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
      for (Path file : files) {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(file, RUNNABLE);
        }
        Path packed = archive.getPath(folder.relativize(file).toString().replace('\\', '/'));
        if (packed.getParent() != null) {
          Files.createDirectories(packed.getParent());
        }
        Files.copy(file, packed);
        Files.setPosixFilePermissions(packed, RUNNABLE);
        Files.setLastModifiedTime(packed, CHANGED);
      }
    }
  }
}
