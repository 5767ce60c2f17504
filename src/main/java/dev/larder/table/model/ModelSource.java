package dev.larder.table.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings that the model of the service declares; {@code application.properties} overrides
 * them.
 */
final class ModelSource implements ConfigSource {
  /** Above the defaults in microprofile-config.properties, below application.properties. */
  private static final int ORDINAL = 200;

  private static final String COMPILED = "META-INF/larder/model.json";

  private static final String VARIABLE = "LARDER_MODEL";

  private final DeclaredModel declared;

  ModelSource(DeclaredModel declared) {
    this.declared = declared;
  }

  /**
   * Reads the model of the service.
   *
   * @param configured JSON or the path of a file with it, instead of the model that was compiled
   *     with the service
   * @return nothing if the service has no model
   */
  static Optional<ModelSource> read(Optional<String> configured, ClassLoader loader) {
    Optional<DeclaredModel> declared =
        configured.isPresent() ? configured.map(ModelSource::configured) : compiled(loader);
    return declared.map(ModelSource::new);
  }

  private static DeclaredModel configured(String value) {
    if (value.stripLeading().startsWith("{")) {
      return ModelReader.read(value, VARIABLE);
    }
    try {
      return ModelReader.read(Files.readString(Path.of(value)), value);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          VARIABLE
              + " is \""
              + value
              + "\"; it must be JSON that starts with {, or the path of a file that can be read",
          e);
    }
  }

  private static Optional<DeclaredModel> compiled(ClassLoader loader) {
    try (InputStream json = loader.getResourceAsStream(COMPILED)) {
      return json == null
          ? Optional.empty()
          : Optional.of(
              ModelReader.read(new String(json.readAllBytes(), StandardCharsets.UTF_8), COMPILED));
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
