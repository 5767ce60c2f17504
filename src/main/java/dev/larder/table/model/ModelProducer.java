package dev.larder.table.model;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** Makes the model a bean. */
@Singleton
class ModelProducer {
  @Produces
  @Singleton
  Model model(Config configuration) {
    return StreamSupport.stream(configuration.getConfigSources().spliterator(), false)
        .filter(ModelSource.class::isInstance)
        .map(source -> ((ModelSource) source).model())
        .findFirst()
        .orElse(Model.NONE);
  }
}
