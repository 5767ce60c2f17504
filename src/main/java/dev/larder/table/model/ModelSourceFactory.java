package dev.larder.table.model;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Adds the model's settings to the configuration, of which one says where the model is. */
public final class ModelSourceFactory implements ConfigSourceFactory {
  private static final String SETTING = "larder.model";

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext configuration) {
    ConfigValue configured = configuration.getValue(SETTING);
    return ModelSource.read(
            Optional.ofNullable(configured)
                .map(ConfigValue::getRawValue)
                .filter(value -> !value.isBlank()),
            Thread.currentThread().getContextClassLoader())
        .<Iterable<ConfigSource>>map(List::of)
        .orElseGet(List::of);
  }
}
