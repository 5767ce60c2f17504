package dev.larder.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Java runtime that the function brings with it: of the JDK's modules those in use. */
final class JavaImage {
  static final int VERSION = 25;

  /**
   * What jdeps finds, but for {@code java.desktop}, {@code java.compiler} and {@code java.rmi}, of
   * which libraries only name types in code that is not run here; and {@code jdk.zipfs}, by which
   * Quarkus reads its settings out of the jar. TLS to AWS needs no module more: the elliptic curves
   * are in {@code java.base} since JDK 22.
   */
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.security.jgss",
          "java.sql",
          "java.xml",
          "jdk.unsupported",
          "jdk.zipfs");

  /** What the function never runs: programs, and the files of programs that it has not. */
  private static final List<String> UNUSED =
      List.of("bin/keytool", "lib/classlist", "lib/jexec", "lib/jrt-fs.jar");

  private JavaImage() {}

  /** Links it into a folder, which must not be there. */
  static void link(Path jdk, Path image) throws IOException {
    Command.run(
        jdk.resolve("bin/jlink").toString(),
        "--add-modules",
        String.join(",", MODULES),
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--vm",
        "server",
        "--output",
        image.toString());
    for (String file : UNUSED) {
      Files.deleteIfExists(image.resolve(file));
    }
  }
}
