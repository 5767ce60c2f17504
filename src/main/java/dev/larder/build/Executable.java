package dev.larder.build;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes {@code function-native.zip}: Quarkus's files with the permission to run them. */
final class Executable {
  private static final Set<PosixFilePermission> RUNNABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private static final FileTime CHANGED = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  /** The processors of Lambda by the number that an ELF file has for its machine. */
  private static final Map<Integer, String> PROCESSORS = Map.of(0x3E, "x86_64", 0xB7, "arm64");

  private static final int ELF_HEADER = 20;

  private Executable() {}

  /**
   * Returns the processor that an executable runs on, as its header says; empty if it is no
   * executable of Linux or of another processor.
   */
  static Optional<String> processor(Path file) throws IOException {
    byte[] header;
    try (InputStream in = Files.newInputStream(file)) {
      header = in.readNBytes(ELF_HEADER);
    }
    boolean isElf =
        header.length == ELF_HEADER
            && header[0] == 0x7F
            && header[1] == 'E'
            && header[2] == 'L'
            && header[3] == 'F';
    return isElf
        ? Optional.ofNullable(PROCESSORS.get((header[19] & 0xFF) << 8 | header[18] & 0xFF))
        : Optional.empty();
  }

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
