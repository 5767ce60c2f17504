package dev.larder.table.schema;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.Literal;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items as CSV cells. A string of a key attribute is written as it is, since the table defines its
 * type; every other value is a {@link Literal}.
 */
public final class CsvCells {
  private CsvCells() {}

  /** An item's cells by attribute name. */
  public static Map<String, String> of(TableSchema schema, Item item) {
    Map<String, String> cells = new LinkedHashMap<>();
    item.attributes().forEach((name, value) -> cells.put(name, cell(schema, name, value)));
    return cells;
  }

  /**
   * Reads an item from cells; binary values are base64.
   *
   * @param cells by attribute name
   * @throws dev.larder.problem.ProblemException as {@link TableSchema#withKeyTypes}
   */
  public static Item item(TableSchema schema, Map<String, String> cells) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    cells.forEach((name, cell) -> attributes.put(name, value(schema, name, cell)));
    return schema.withKeyTypes(Item.of(attributes));
  }

  private static AttributeValue value(TableSchema schema, String name, String cell) {
    return schema
        .definition(name)
        .map(key -> key.type() == KeyType.N ? Literal.number(cell) : AttributeValue.fromS(cell))
        .orElseGet(() -> Literal.any(cell));
  }

  private static String cell(TableSchema schema, String name, AttributeValue value) {
    return value.s() != null && schema.definition(name).isPresent()
        ? value.s()
        : Literal.text(value);
  }
}
