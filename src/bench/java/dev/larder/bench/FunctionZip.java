package dev.larder.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The zip archives that functions are uploaded as. */
final class FunctionZip {
  private FunctionZip() {}

  /**
   * Unpacks an archive as Lambda does into {@code /var/task}: with the permissions and times that
   * it has of its files.
   */
  static void unpack(Path zip, Path directory) {
    Map<String, String> permissions =
        Map.of("enablePosixFileAttributes", "true", "defaultPermissions", "rw-r--r--");
    try (FileSystem content = FileSystems.newFileSystem(zip, permissions)) {
      Path root = content.getPath("/");
      try (Stream<Path> paths = Files.walk(root)) {
        for (Path path : paths.toList()) {
          Path target = directory.resolve(root.relativize(path).toString());
          if (Files.isDirectory(path)) {
            Files.createDirectories(target);
          } else {
            Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
            Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(path));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack " + zip, e);
    }
  }

  /** Packs a directory and returns the archive's size in bytes. */
  static long pack(Path directory, Path zip) {
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file);
        Stream<Path> files = Files.walk(directory)) {
      List<Path> regular = files.filter(Files::isRegularFile).sorted().toList();
      for (Path path : regular) {
        out.putNextEntry(new ZipEntry(directory.relativize(path).toString()));
        Files.copy(path, out);
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot pack " + directory, e);
    }
    return size(zip);
  }

  static long size(Path zip) {
    try {
      return Files.size(zip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
