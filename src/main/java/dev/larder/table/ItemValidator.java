package dev.larder.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import java.util.Optional;
import java.util.Set;

/** Validates the items of a collection. */
public interface ItemValidator {

  /**
   * Validates an item as it will be stored, without the attributes that Larder manages.
   *
   * @throws ProblemException {@code schema-violation}
   */
  void validate(Item item);

  /** Whether the schema says that an attribute of the item is a boolean. */
  boolean isBoolean(String attribute);

  /** The attributes that the schema names; an item can lack them, or have others. */
  Set<String> properties();

  /**
   * The only attributes that an item can have, beside those that Larder manages; empty if it can
   * have others.
   */
  Optional<Set<String>> attributes();

  /**
   * The JSON Schema that the validator enforces, to embed in another document.
   *
   * @param id the {@code $id} to set if the schema has none
   */
  JsonNode document(String id);
}
