package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.TestDynamoDb;
import dev.larder.lambda.BuiltFunction;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.HttpEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the zip is one Lambda takes, and its cache is used wherever and however it is unpacked. */
class AotFunctionIT {
  private static final Path BUILD = Path.of(System.getProperty("larder.build")).toAbsolutePath();
  private static final Path ZIP = BUILD.resolve("function-aot.zip");
  private static final Path TASK = BUILD.resolve("function-aot");

  /** Has the JVM end at once where it cannot use the cache. */
  private static final Map<String, String> DEMANDED = Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");

  private static TestDynamoDb dynamoDb;

  @BeforeAll
  static void start() {
    assumeTrue(System.getProperty("larder.flavour").equals("aot"), "built by the profile aot");
    dynamoDb = TestDynamoDb.start();
  }

  @AfterAll
  static void stop() {
    if (dynamoDb != null) {
      dynamoDb.close();
    }
  }

  private static FileSystem open() throws IOException {
    return FileSystems.newFileSystem(
        URI.create("jar:" + ZIP.toUri()), Map.of("enablePosixFileAttributes", "true"));
  }

  private static Path copy(Path from, String name, CopyOption... options) throws IOException {
    Path to = Folders.makeEmpty(BUILD.resolve(name));
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target, options);
          Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(path));
        }
      }
    }
    return to;
  }

  /** Starts the function that is unpacked there, has it read and write, and returns its log. */
  private static String log(Path task, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("LARDER_ACCESS", "open");
    try (DeployedFunction function =
        DeployedFunction.start(
            List.of(task.resolve("bootstrap").toString()),
            task,
            BuiltFunction.HANDLER,
            BuiltFunction.environment(dynamoDb.endpoint(), all),
            BUILD.resolve("function-" + task.getFileName() + ".log"))) {
      for (HttpEvent event :
          List.of(HttpEvent.of("PUT", "/items/a").json("{}"), HttpEvent.of("GET", "/items/a"))) {
        HttpEvent.Answer answer = HttpEvent.Answer.of(function.invoke(event.toString()));
        assertTrue(answer.status() < 300, answer::toString);
      }
      return function.log();
    }
  }

  private static List<String> linesOfTheJvm(String log) {
    return log.lines().filter(line -> !line.startsWith("{")).toList();
  }

  @Test
  void theZipIsOneThatLambdaTakes() throws IOException {
    try (Stream<Path> files = Files.walk(TASK)) {
      long unpacked = files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
      assertTrue(unpacked <= AotFunction.MOST_UNPACKED, () -> unpacked + " bytes");
    }
    try (FileSystem zip = open()) {
      for (String program : List.of("bootstrap", "java/bin/java")) {
        assertTrue(
            Files.getPosixFilePermissions(zip.getPath(program))
                .contains(PosixFilePermission.OTHERS_EXECUTE),
            program);
      }
      FileTime changed = Files.getLastModifiedTime(zip.getPath(ApplicationJar.NAME));
      assertEquals(Folders.CHANGED, changed);
      try (Stream<Path> files = Files.walk(zip.getPath("/"))) {
        assertEquals(
            List.of(),
            files.map(Path::toString).filter(name -> name.contains("DynamoDBLocal")).toList());
      }
    }
  }

  @Test
  void nothingOfTheTrainingIsInIt() throws IOException {
    // Its tables, keys and callers are data, which no class has.
    String cache = Files.readString(TASK.resolve(AotFunction.CACHE), StandardCharsets.ISO_8859_1);
    for (String data : List.of("ExampleTableWithStream", "AKIDEXAMPLE", "films.read")) {
      assertFalse(cache.contains(data), data);
    }
  }

  @Test
  void theCacheIsUsedAndTheJvmSaysNothing() {
    assertEquals(List.of(), linesOfTheJvm(log(TASK, Map.of())));
    assertEquals(
        List.of("Picked up JAVA_TOOL_OPTIONS: -XX:AOTMode=on"), linesOfTheJvm(log(TASK, DEMANDED)));
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 512, 2048, 10_240})
  void theCacheIsUsedWithOtherMemory(int megabytes) {
    Map<String, String> environment = new HashMap<>(DEMANDED);
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(megabytes));
    assertEquals(1, linesOfTheJvm(log(TASK, environment)).size());
  }

  @Test
  void theCacheIsUsedWhereTheZipIsUnpackedElsewhere() throws IOException {
    try (FileSystem zip = open()) {
      Path moved = copy(zip.getPath("/"), "function-aot-moved", StandardCopyOption.COPY_ATTRIBUTES);
      assertEquals(1, linesOfTheJvm(log(moved, DEMANDED)).size());
      Folders.makeEmpty(moved);
    }
  }

  @Test
  void whereTheTimesAreLostTheFunctionWorksAndSaysWhyItIsSlow() throws IOException {
    Path other = copy(TASK, "function-aot-other-times");
    List<String> said = linesOfTheJvm(log(other, Map.of()));
    assertTrue(said.get(0).contains("timestamp has changed"), said::toString);
    Folders.makeEmpty(other);
  }
}
