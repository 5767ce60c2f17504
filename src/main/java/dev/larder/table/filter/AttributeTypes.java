package dev.larder.table.filter;

import dev.larder.table.schema.KeyType;
import java.util.Optional;

/** The types of attributes that are in no key, as far as a JSON Schema defines them. */
@FunctionalInterface
public interface AttributeTypes {
  /** Of a collection without a schema. */
  AttributeTypes UNKNOWN = attribute -> Optional.empty();

  /** The type of the values of an attribute; empty if it can have several. */
  Optional<KeyType> of(String attribute);
}
