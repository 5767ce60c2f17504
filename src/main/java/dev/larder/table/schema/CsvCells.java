package dev.larder.table.schema;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.Literal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items as CSV cells. A string of a key attribute is written as it is, since the table defines its
 * type; every other value is a {@link Literal}.
 */
public final class CsvCells {
  private CsvCells() {}

  /**
   * An item's cells by attribute name.
   *
   * @param text changes each cell that is not a number
   */
  public static Map<String, String> of(TableSchema schema, Item item, UnaryOperator<String> text) {
    Map<String, String> cells = new LinkedHashMap<>();
    item.attributes()
        .forEach(
            (name, value) -> {
              String cell = cell(schema, name, value);
              cells.put(name, value.n() == null ? text.apply(cell) : cell);
            });
    return cells;
  }

  /**
   * Reads an item from cells; binary values are base64.
   *
   * @param cells by attribute name
   * @param booleans the attributes that are booleans, in any letter case, as other programs write
   *     them
   * @throws dev.larder.problem.ProblemException as {@link TableSchema#withKeyTypes}
   */
  public static Item item(TableSchema schema, Map<String, String> cells, Set<String> booleans) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    cells.forEach(
        (name, cell) ->
            attributes.put(
                name, value(schema, name, booleans.contains(name) ? lowered(cell) : cell)));
    return schema.withKeyTypes(Item.of(attributes));
  }

  private static String lowered(String cell) {
    String lower = cell.toLowerCase(Locale.ROOT);
    return lower.equals("true") || lower.equals("false") ? lower : cell;
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
