package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is handed to the deployment: the zip, and what the container image is made of. */
class BuildResultIT {

  @BeforeEach
  void onlyOfTheManagedRuntime() {
    assumeTrue(
        BuiltFunction.runsOnJvm(),
        "the zip of an executable has no jar, and no image is made of it");
  }

  @Test
  void theZipHasTheHandlerAndNothingOfDevModeOrTests() throws IOException {
    try (ZipFile zip = new ZipFile(BuiltFunction.zip().toFile())) {
      assertEquals(List.of("lib/larder.jar", "lib/settings.jar"), files(zip));
    }
    try (ZipFile jar = new ZipFile(BuiltFunction.task().resolve("lib/larder.jar").toFile())) {
      List<String> files = files(jar);
      assertTrue(files.contains("dev/larder/lambda/LarderHandler.class"));
      assertTrue(files.contains("dev/larder/openapi/components.json"));
      assertEquals(
          Files.exists(Path.of(".git")),
          files.contains("dev/larder/health/commit.properties"),
          "a build of a repository has its commit");
      for (String stranger :
          List.of(
              "dev/larder/dev/",
              "dynamodb/services/local",
              "sqlite",
              "jetty",
              "swagger",
              "webjars",
              "brotli4j",
              "dataformat/yaml",
              "ethlo",
              "junit",
              "awssdk/http/nio",
              "org/apache/http",
              "io/vertx/codegen")) {
        assertEquals(List.of(), files.stream().filter(name -> name.contains(stranger)).toList());
      }
    }
  }

  private static List<String> files(ZipFile zip) {
    return zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
  }

  @Test
  void theContainerImageIsOfTheSameFunctionAndHandler() throws IOException {
    String copied = null;
    String command = null;
    for (String line : Files.readAllLines(Path.of("deploy", "Dockerfile"))) {
      if (line.startsWith("COPY ")) {
        copied = line.split(" ")[1];
        assertEquals("${LAMBDA_TASK_ROOT}/", line.split(" ")[2]);
      } else if (line.startsWith("CMD ")) {
        command = line.substring("CMD ".length());
      }
    }
    assertEquals("[\"" + BuiltFunction.HANDLER + "\"]", command);
    assertEquals("target/function/", copied);
    List<String> context = Files.readAllLines(Path.of(".dockerignore"));
    assertEquals(List.of("*", "!target/function"), context);
    assertTrue(Files.exists(Path.of(copied, "lib/larder.jar")));
  }
}
