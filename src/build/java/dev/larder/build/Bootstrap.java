package dev.larder.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The program that Lambda starts, and how the JVM is started in it and in the training run. */
final class Bootstrap {
  static final String NAME = "bootstrap";

  /**
   * The JVM's flags, in the training run and in use: what a cache is made with and what it is used
   * with must fit.
   *
   * <p>Young objects in 8 MB, since a request leaves little behind and what has once been touched
   * stays resident. The first compiler only: requests wait for DynamoDB, and the second one takes
   * memory and processor time that they do not give back. The cache where it was made for, which
   * spares each start a copy of all of it. None of its machine code: JDK 25 does not see whether
   * another processor could run that.
   */
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmn8m",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=32m",
          "-XX:-UsePerfData",
          "-XX:+ErrorFileToStderr",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-XX:-AOTAdapterCaching",
          "-XX:-AOTStubCaching");

  /** The heap may have what the JVM itself, its threads and the cache leave of the memory. */
  private static final String SCRIPT =
      """
      #!/bin/sh
      cd "${LAMBDA_TASK_ROOT:-/var/task}" || exit
      exec java/bin/java -XX:AOTCache=%s %s -Xmx$((${AWS_LAMBDA_FUNCTION_MEMORY_SIZE:-1024} * 5 / 8))m -jar %s
      """;

  private Bootstrap() {}

  static void write(Path task) throws IOException {
    Path file = task.resolve(NAME);
    Files.writeString(
        file, SCRIPT.formatted(AotFunction.CACHE, String.join(" ", FLAGS), ApplicationJar.NAME));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
