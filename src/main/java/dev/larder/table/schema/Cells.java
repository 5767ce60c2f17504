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

  /**
   * An item of cells: binary is base64 in them.
   *
   * @param cells by the names of the attributes
   * @throws dev.larder.problem.ProblemException as {@link TableSchema#typed}
   */
  public static Item item(TableSchema schema, Map<String, String> cells) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    cells.forEach((name, cell) -> attributes.put(name, value(schema, name, cell)));
    return schema.typed(Item.of(attributes));
  }

  private static AttributeValue value(TableSchema schema, String name, String cell) {
    return schema
        .definition(name)
        .map(
            key ->
                key.type() == KeyType.N ? AttributeValue.fromN(cell) : AttributeValue.fromS(cell))
        .orElseGet(() -> Literal.any(cell));
  }

  private static String cell(TableSchema schema, String name, AttributeValue value) {
    return value.s() != null && schema.definition(name).isPresent()
        ? value.s()
        : Literal.text(value);
  }
}
