package dev.larder.table;

/** Creates the validator of a configured schema. The default bean rejects every schema. */
@FunctionalInterface
public interface ItemValidatorFactory {

  /**
   * @param setting the name of the setting
   * @param value the setting's value
   * @throws IllegalArgumentException naming the setting and what is wrong with the schema
   */
  ItemValidator create(String setting, String value);
}
