package dev.larder.lambda;

import dev.larder.TestDynamoDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * The classes that a function loads, in an archive from which a JVM takes them in less time (CDS).
 * The JVM compares each class with that of the function, and takes the function's if they differ.
 *
 * <p>The first start of a test run begins to make it, beside the tests; starts until it is there
 * load their classes as ever.
 */
final class ClassArchive {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path file;
  private boolean begun;

  ClassArchive(Path file) {
    this.file = file;
  }

  /** The runtime, with the archive if there is one for this zip. */
  synchronized ManagedJavaRuntime of(ManagedJavaRuntime runtime) {
    if (isCurrent()) {
      return runtime.plusFlags(
          "-XX:SharedArchiveFile=" + file.toAbsolutePath(),
          "-Xlog:cds=off",
          "-Xlog:cds+dynamic=off");
    }
    if (!begun) {
      begun = true;
      Thread maker = new Thread(() -> make(runtime), "class-archive");
      maker.setDaemon(true);
      maker.start();
    }
    return runtime;
  }

  private boolean isCurrent() {
    try {
      return Files.exists(file)
          && Files.getLastModifiedTime(file)
                  .compareTo(Files.getLastModifiedTime(BuiltFunction.zip()))
              > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In one of the processes that run tests. */
  private void make(ManagedJavaRuntime runtime) {
    Path made = Path.of(file + ".new");
    try (FileChannel channel =
            FileChannel.open(
                Path.of(file + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null && !isCurrent()) {
        record(
            runtime.plusFlags(
                "-XX:ArchiveClassesAtExit=" + made.toAbsolutePath(),
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off"));
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void record(ManagedJavaRuntime runtime) {
    Path log = Path.of(file + ".log");
    try (TestDynamoDb dynamoDb = TestDynamoDb.start();
        DeployedFunction function =
            DeployedFunction.start(
                runtime,
                BuiltFunction.task(),
                BuiltFunction.HANDLER,
                BuiltFunction.environment(dynamoDb.endpoint(), Map.of()),
                log)) {
      function.json("{}").put("/items/archived").then().statusCode(201);
      function.given().get("/items/archived").then().statusCode(200);
      function.process().end(LIMIT);
    }
  }
}
