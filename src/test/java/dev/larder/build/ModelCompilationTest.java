package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCompilationTest {
  private static final String MODEL =
      "tables: {shop: {key: {PK: S}}}\ncollections: {orders: {table: shop, schema: order.json}}\n";

  @TempDir private Path folder;

  private int run() throws IOException, InterruptedException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-classpath",
            System.getProperty("java.class.path"),
            ModelCompilation.class.getName(),
            folder.toString(),
            folder.resolve("model.schema.json").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start()
        .waitFor();
  }

  private String file(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void itWritesTheModelAndItsSchema() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("larder.yaml"), MODEL);
    Files.writeString(folder.resolve("order.json"), "{\"type\": \"object\"}");
    assertEquals(0, run(), () -> folder.toString());
    assertEquals(
        "{\"tables\":{\"shop\":{\"key\":{\"PK\":\"S\"}}},\"collections\":{\"orders\":"
            + "{\"table\":\"shop\",\"schema\":{\"type\":\"object\"}}}}",
        file("META-INF/larder/model.json"));
    assertEquals(
        Files.readString(Path.of("src/docs/reference/model.schema.json")),
        file("model.schema.json"));
    assertEquals("", file("output"));
  }

  @Test
  void itEndsWithTheMistakesAndNothingElse() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("larder.yaml"), MODEL);
    assertEquals(1, run());
    assertEquals(
        "larder.yaml:2:45: there is no file order.json beside larder.yaml; write its name, or the"
            + " schema\n",
        file("output"));
    assertFalse(Files.exists(folder.resolve("META-INF/larder/model.json")));
  }

  @Test
  void withoutAModelNoneOfAnEarlierBuildRemains() throws IOException, InterruptedException {
    Path old = folder.resolve("META-INF/larder/model.json");
    Files.createDirectories(old.getParent());
    Files.writeString(old, "{}");
    assertEquals(0, run());
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(folder.resolve("model.schema.json")));
  }
}
