package dev.larder.table.jsonschema;

import dev.larder.dynamo.Deadline;
import dev.larder.table.ItemValidator;
import dev.larder.table.ItemValidatorFactory;
import jakarta.inject.Singleton;

/** Reads the JSON Schemas of collections. */
@Singleton
class ItemSchemaFactory implements ItemValidatorFactory {
  private final Deadline deadline;

  ItemSchemaFactory(Deadline deadline) {
    this.deadline = deadline;
  }

  @Override
  public ItemValidator create(String setting, String value) {
    return ItemSchema.read(setting, value, deadline::requireTime);
  }
}
