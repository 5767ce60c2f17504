package dev.larder.table.model;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Makes the model a bean. */
@Singleton
class ModelProducer {
  @Produces
  @Singleton
  Model model(Config configuration) {
    for (ConfigSource source : configuration.getConfigSources()) {
      if (source instanceof ModelSource declared) {
        return declared.model();
      }
    }
    return Model.NONE;
  }
}
