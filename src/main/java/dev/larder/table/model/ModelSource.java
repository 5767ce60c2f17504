package dev.larder.table.model;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.LaunchMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings that the model of the service declares; {@code application.properties} overrides
 * them.
 */
final class ModelSource implements ConfigSource {
  /** Above the defaults in microprofile-config.properties, below application.properties. */
  private static final int ORDINAL = 200;

  private static final String VARIABLE = "LARDER_MODEL";

  /**
   * What a native executable has read when it was built, since it takes milliseconds to find a
   * resource; null elsewhere.
   */
  private static final Optional<DeclaredModel> OF_EXECUTABLE =
      ImageMode.current() == ImageMode.NATIVE_BUILD
          ? compiled(ModelSource.class.getClassLoader())
          : null;

  private final DeclaredModel declared;

  ModelSource(DeclaredModel declared) {
    this.declared = declared;
  }

  /**
   * Reads the model of the service.
   *
   * @param configured JSON or the path of a file with it, instead of the model that was built in
   * @return nothing if the service has no model
   */
  static Optional<ModelSource> read(Optional<String> configured, ClassLoader resources) {
    Optional<DeclaredModel> declared =
        configured.isPresent() ? configured.map(ModelSource::configured) : builtIn(resources);
    return declared.map(ModelSource::new);
  }

  private static DeclaredModel configured(String value) {
    if (value.stripLeading().startsWith("{")) {
      return checked(value, VARIABLE);
    }
    try {
      return checked(Files.readString(Path.of(value)), value);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          VARIABLE
              + " is \""
              + value
              + "\"; it must be JSON that starts with {, or the path of a file that can be read",
          e);
    }
  }

  private static DeclaredModel checked(String json, String source) {
    return ModelCheck.check(ModelJson.parse(json, source), new Mistakes(source));
  }

  private static Optional<DeclaredModel> builtIn(ClassLoader resources) {
    if (LaunchMode.current().isDevOrTest()) {
      // Tests read the configuration in several class loaders; the compiler is where its type is.
      return ServiceLoader.load(ModelCompiler.class, ModelCompiler.class.getClassLoader())
          .findFirst()
          .flatMap(compiler -> compiler.compile(resources))
          .map(json -> ModelReader.read(json, ModelCompiler.COMPILED));
    }
    return OF_EXECUTABLE == null ? compiled(resources) : OF_EXECUTABLE;
  }

  private static Optional<DeclaredModel> compiled(ClassLoader resources) {
    try (InputStream json = resources.getResourceAsStream(ModelCompiler.COMPILED)) {
      return json == null
          ? Optional.empty()
          : Optional.of(
              ModelReader.read(
                  new String(json.readAllBytes(), StandardCharsets.UTF_8), ModelCompiler.COMPILED));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Model model() {
    return declared.model();
  }

  @Override
  public Map<String, String> getProperties() {
    return declared.settings();
  }

  @Override
  public Set<String> getPropertyNames() {
    return declared.settings().keySet();
  }

  @Override
  public String getValue(String key) {
    return declared.settings().get(key);
  }

  @Override
  public String getName() {
    return "the model";
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }
}
