package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is handed to the deployment: the zip, and what the container image is made of. */
class BuildResultIT {

  @Test
  void theZipHasTheHandlerAndNothingOfDevModeOrTests() throws IOException {
    try (ZipFile zip = new ZipFile(BuiltFunction.zip().toFile())) {
      List<String> files =
          zip.stream().filter(entry -> !entry.isDirectory()).map(entry -> entry.getName()).toList();
      assertTrue(files.contains("dev/larder/lambda/LarderHandler.class"));
      assertTrue(files.contains("dev/larder/openapi/components.json"));
      assertEquals(
          Files.exists(Path.of(".git")),
          files.contains("dev/larder/health/commit.properties"),
          "a build of a repository has its commit");
      for (String stranger :
          List.of(
              "dev/larder/dev/",
              "DynamoDBLocal",
              "sqlite",
              "jetty",
              "swagger",
              "webjars",
              "brotli",
              "dataformat-yaml",
              "ethlo",
              "junit",
              "netty-nio-client",
              "url-connection-client",
              "vertx-codegen")) {
        assertEquals(List.of(), files.stream().filter(name -> name.contains(stranger)).toList());
      }
    }
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
    assertTrue(Files.exists(Path.of(copied, "dev/larder/lambda/LarderHandler.class")));
    try (Stream<Path> libraries = Files.list(Path.of(copied, "lib"))) {
      assertTrue(libraries.allMatch(library -> library.toString().endsWith(".jar")));
    }
  }
}
