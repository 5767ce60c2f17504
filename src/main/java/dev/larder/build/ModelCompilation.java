package dev.larder.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A step of the build: compiles {@code larder.yaml} to what the function reads.
 *
 * <p>Argument: the folder of resources and classes.
 */
public final class ModelCompilation {
  private static final String COMPILED = "META-INF/larder/model.json";

  private ModelCompilation() {}

  /** Ends with status 1 and a line for each mistake if there are any. */
  public static void main(String... arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    try {
      compile(folder);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void compile(Path folder) throws IOException {
    Path compiled = folder.resolve(COMPILED);
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
