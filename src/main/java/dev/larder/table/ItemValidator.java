package dev.larder.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;

/** What every item of a collection must satisfy. */
public interface ItemValidator {

  /**
   * Checks an item as it will be stored, without attributes that Larder manages.
   *
   * @throws ProblemException {@code schema-violation}
   */
  void validate(Item item);

  /**
   * What it checks as a JSON Schema, to be embedded in another document.
   *
   * @param id the {@code $id} that the schema gets if it has none
   */
  JsonNode document(String id);
}
