package dev.larder.table.schema;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.dynamo.item.Literal;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
  /**
   * The column of the attributes that have no column of their own: a JSON object, empty if there
   * are none.
   */
  public static final String REST = "_rest";

  private CsvCells() {}

  /** The cell of {@link #REST}. */
  public static String rest(Item others) {
    return others.attributes().isEmpty()
        ? ""
        : new String(ItemWriter.toBytes(others, ItemFormat.PLAIN), StandardCharsets.UTF_8);
  }

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
   * @throws ProblemException as {@link TableSchema#withKeyTypes}; {@code malformed-json} or {@code
   *     invalid-item} for a cell of {@link #REST}
   */
  public static Item item(TableSchema schema, Map<String, String> cells, Set<String> booleans) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    cells.forEach(
        (name, cell) -> {
          if (!isRest(schema, name)) {
            attributes.put(
                name, value(schema, name, booleans.contains(name) ? lowered(cell) : cell));
          }
        });
    if (cells.containsKey(REST) && isRest(schema, REST)) {
      others(cells.get(REST)).attributes().forEach((name, value) -> add(attributes, name, value));
    }
    return schema.withKeyTypes(Item.of(attributes));
  }

  /** A key of this name has its own cells. */
  private static boolean isRest(TableSchema schema, String name) {
    return name.equals(REST) && schema.definition(REST).isEmpty();
  }

  private static Item others(String cell) {
    try {
      return ItemReader.read(
          new ByteArrayInputStream(cell.getBytes(StandardCharsets.UTF_8)), ItemFormat.PLAIN);
    } catch (ProblemException e) {
      throw e.adding(
          " This is about the column "
              + REST
              + ", which has the attributes without a column of their own as a JSON object.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(
      Map<String, AttributeValue> attributes, String name, AttributeValue value) {
    if (attributes.putIfAbsent(name, value) != null) {
      throw new ProblemException(
          ProblemType.INVALID_ITEM,
          "The attribute "
              + name
              + " has a value in a column of its own and another in the column "
              + REST
              + ". Remove one of them.");
    }
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
