package dev.larder.build;

import dev.larder.table.model.ModelCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A step of the build: compiles {@code larder.yaml} to what the function reads, and writes the JSON
 * Schema with which editors check it.
 *
 * <p>Arguments: the folder of resources and classes, the file of the schema.
 */
public final class ModelCompilation {
  private static final String SCHEMA = "model.schema.json";

  private ModelCompilation() {}

  /** Ends with status 1 and a line for each mistake if there are any. */
  public static void main(String... arguments) throws IOException {
    writeSchema(Path.of(arguments[1]));
    try {
      compile(Path.of(arguments[0]));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void writeSchema(Path file) throws IOException {
    try (InputStream schema = ModelCompilation.class.getResourceAsStream(SCHEMA)) {
      Files.copy(schema, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void compile(Path folder) throws IOException {
    Path compiled = folder.resolve(ModelCompiler.COMPILED);
    Optional<String> json = LarderYaml.compile(name -> read(folder.resolve(name)));
    if (json.isPresent()) {
      Files.createDirectories(compiled.getParent());
      Files.writeString(compiled, json.get());
    } else {
      Files.deleteIfExists(compiled);
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
