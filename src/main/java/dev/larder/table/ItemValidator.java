package dev.larder.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.table.schema.KeyType;
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

  /** The only type of JSON that an attribute of the item can have; empty if it has several. */
  Optional<String> jsonType(String attribute);

  /** That type as one that keys can have. */
  default Optional<KeyType> typeOf(String attribute) {
    return jsonType(attribute)
        .map(
            type ->
                switch (type) {
                  case "string" -> KeyType.S;
                  case "number", "integer" -> KeyType.N;
                  default -> null;
                });
  }

  /** The attributes that the schema names; an item can lack them, or have others. */
  Set<String> properties();

  /**
   * The only attributes that an item can have, beside those that Larder manages; empty if it can
   * have others.
   */
  Optional<Set<String>> attributes();

  /** The JSON Schema that the validator enforces. */
  JsonNode document();

  /**
   * A copy of the JSON Schema whose references lead to the copy.
   *
   * @param place where another document has the copy, as in {@code #/components/schemas/a}
   */
  JsonNode documentAt(String place);
}
