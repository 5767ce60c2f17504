package dev.larder.table.schema;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.Literal;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items as cells of text, the form that a table of CSV has: string keys are their text, since the
 * table defines their type; everything else is a {@link Literal}.
 */
public final class Cells {
  private Cells() {}

  /** The texts of an item's attributes, by their names. */
  public static Map<String, String> of(TableSchema schema, Item item) {
    Map<String, String> cells = new LinkedHashMap<>();
    item.attributes().forEach((name, value) -> cells.put(name, cell(schema, name, value)));
    return cells;
  }

  private static String cell(TableSchema schema, String name, AttributeValue value) {
    return value.s() != null && schema.definition(name).isPresent()
        ? value.s()
        : Literal.text(value);
  }
}
