package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentZipTest {
  @TempDir Path folder;
  private Path task;
  private Path zip;

  @BeforeEach
  void fill() throws IOException {
    task = Files.createDirectories(folder.resolve("task/lib")).getParent();
    zip = folder.resolve("function.zip");
    Files.writeString(task.resolve("lib/larder.jar"), "jar");
    Files.setPosixFilePermissions(
        Files.writeString(task.resolve("bootstrap"), "program"),
        PosixFilePermissions.fromString("rwx------"));
    Folders.setTimes(task);
  }

  @Test
  void filesHaveTheirTimeOnlyAndWhetherTheyCanBeExecuted() throws IOException {
    DeploymentZip.pack(task, zip);
    try (FileSystem content =
        FileSystems.newFileSystem(
            URI.create("jar:" + zip.toUri()), Map.of("enablePosixFileAttributes", "true"))) {
      for (Map.Entry<String, String> file :
          Map.of("bootstrap", "rwxr-xr-x", "lib/larder.jar", "rw-r--r--", "lib", "rwxr-xr-x")
              .entrySet()) {
        Path there = content.getPath(file.getKey());
        BasicFileAttributes times = Files.readAttributes(there, BasicFileAttributes.class);
        assertEquals(Folders.CHANGED, times.lastModifiedTime(), file.getKey());
        assertEquals(Folders.CHANGED, times.lastAccessTime(), file.getKey());
        assertEquals(Folders.CHANGED, times.creationTime(), file.getKey());
        assertEquals(
            file.getValue(), PosixFilePermissions.toString(Files.getPosixFilePermissions(there)));
      }
    }
  }
}
