package dev.larder.table;

/** Makes validators of configured schemas. Without another bean, schemas are refused. */
@FunctionalInterface
public interface ItemValidatorFactory {

  /**
   * @param setting the key that has the schema
   * @param value the setting's value
   * @throws IllegalArgumentException naming the setting and what is wrong with the schema
   */
  ItemValidator create(String setting, String value);
}
