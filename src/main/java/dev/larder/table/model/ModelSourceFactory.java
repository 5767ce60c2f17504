package dev.larder.table.model;

import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Adds the model's settings to the configuration, of which one says where the model is. */
public final class ModelSourceFactory implements ConfigSourceFactory {
  private static final String SETTING = "larder.model";

  private static final String CLASS_LOADERS_OF_BUILD = "io.quarkus.bootstrap.classloading.";

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext configuration) {
    if (isBuild()) {
      return List.of();
    }
    ConfigValue configured = configuration.getValue(SETTING);
    return ModelSource.read(
            Optional.ofNullable(configured)
                .map(ConfigValue::getRawValue)
                .filter(value -> !value.isBlank()),
            Thread.currentThread().getContextClassLoader())
        .<Iterable<ConfigSource>>map(List::of)
        .orElseGet(List::of);
  }

  /**
   * Whether Quarkus builds the function. It records the settings that it reads then as defaults,
   * which would stay when LARDER_MODEL replaces the model.
   */
  private static boolean isBuild() {
    return !LaunchMode.current().isDevOrTest()
        && Thread.currentThread()
            .getContextClassLoader()
            .getClass()
            .getName()
            .startsWith(CLASS_LOADERS_OF_BUILD);
  }
}
