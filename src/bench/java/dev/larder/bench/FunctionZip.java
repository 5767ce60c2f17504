package dev.larder.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The zip archives that functions are uploaded as. */
final class FunctionZip {
  private FunctionZip() {}

  /** Unpacks an archive as Lambda does into {@code /var/task}. */
  static void unpack(Path zip, Path directory) {
    try (ZipFile content = new ZipFile(zip.toFile())) {
      Enumeration<? extends ZipEntry> entries = content.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
          throw new BenchException(zip + " has an entry outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          try (InputStream bytes = content.getInputStream(entry)) {
            Files.copy(bytes, target);
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
