package dev.larder.table;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;

/** Rejects schemas at the start of a function that was built without JSON Schema. */
@DefaultBean
@Singleton
class NoItemValidators implements ItemValidatorFactory {

  @Override
  public ItemValidator create(String setting, String value) {
    throw new IllegalArgumentException(
        setting + " is set, but this function was built without JSON Schema; remove the setting");
  }
}
