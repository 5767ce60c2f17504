package dev.larder.build;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The zip that is uploaded. Unlike what {@code java.util.zip} writes, its files keep their
 * permissions, and their time in UTC, whatever the time zone is in which it is unpacked. The same
 * files make the same bytes.
 */
final class DeploymentZip {
  private static final String EXECUTABLE = "rwxr-xr-x";
  private static final String PLAIN = "rw-r--r--";

  private DeploymentZip() {}

  /** Packs a folder's files, sorted by name. */
  static void pack(Path folder, Path zip) throws IOException {
    Files.deleteIfExists(zip);
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    try (FileSystem content =
        FileSystems.newFileSystem(
            URI.create("jar:" + zip.toUri()),
            Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
      for (Path file : files) {
        Path entry = content.getPath(folder.relativize(file).toString());
        if (entry.getParent() != null) {
          Files.createDirectories(entry.getParent());
        }
        Files.copy(file, entry);
        setTimes(entry, Files.getLastModifiedTime(file));
        Files.setPosixFilePermissions(
            entry, PosixFilePermissions.fromString(Files.isExecutable(file) ? EXECUTABLE : PLAIN));
      }
      try (Stream<Path> all = Files.walk(content.getPath("/"))) {
        for (Path path : all.skip(1).filter(Files::isDirectory).toList()) {
          setTimes(path, Folders.CHANGED);
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(EXECUTABLE));
        }
      }
    }
  }

  /** All of them: a zip says too when a file was read, which differs from build to build. */
  private static void setTimes(Path entry, FileTime time) throws IOException {
    Files.getFileAttributeView(entry, BasicFileAttributeView.class).setTimes(time, time, time);
  }
}
