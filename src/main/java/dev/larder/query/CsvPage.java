package dev.larder.query;

import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.runtime.ResponseSize;
import dev.larder.table.schema.CsvCells;
import dev.larder.table.schema.TableSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A page as CSV. Its header row names the requested fields, or else the key and then all other
 * attributes of the items by name. A cell is empty if its item lacks the attribute.
 */
final class CsvPage extends Page {
  private static final CsvFactory CSV =
      CsvFactory.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();
  private static final CsvSchema LINES = CsvSchema.emptySchema().withLineSeparator("\r\n");

  /** Bytes of CR and LF, escaped, in a JSON string. */
  private static final int LINE_END = 4;

  private final TableSchema schema;
  private final boolean escapesFormulas;

  /** The columns that a page has in any case, in their order. */
  private final Set<String> columns;

  private final SortedSet<String> more = new TreeSet<>();
  private final List<Map<String, String>> rows = new ArrayList<>();
  private long headerBytes;
  private long cellBytes;

  /**
   * @param escapesFormulas whether strings that a spreadsheet program takes for formulas get an
   *     apostrophe, which a bulk write would store
   */
  CsvPage(
      int limit, int mostBytes, TableSchema schema, Projection fields, boolean escapesFormulas) {
    super(limit, mostBytes);
    this.schema = schema;
    this.escapesFormulas = escapesFormulas;
    this.columns = new LinkedHashSet<>(fields.attributes());
    if (fields.isAll()) {
      schema.key().forEach(key -> columns.add(key.name()));
    }
    columns.forEach(column -> headerBytes += mostBytes(text(column)));
  }

  @Override
  boolean append(Item item) {
    Map<String, String> cells = CsvCells.of(schema, item, this::text);
    long header = headerBytes;
    long newColumns = 0;
    long row = 0;
    for (Map.Entry<String, String> cell : cells.entrySet()) {
      row += mostBytes(cell.getValue());
      if (!columns.contains(cell.getKey()) && !more.contains(cell.getKey())) {
        header += mostBytes(text(cell.getKey()));
        newColumns++;
      }
    }
    long separators = (rows.size() + 2) * (columns.size() + more.size() + newColumns + LINE_END);
    if (!fits(header + cellBytes + row + separators)) {
      return false;
    }
    headerBytes = header;
    cellBytes += row;
    cells.keySet().stream().filter(name -> !columns.contains(name)).forEach(more::add);
    rows.add(cells);
    return true;
  }

  private String text(String cell) {
    return escapesFormulas ? Formulas.escaped(cell) : cell;
  }

  /**
   * Returns the most bytes that a cell takes in the response: CSV quotes the cell and doubles each
   * quote in it, and JSON escapes every quote.
   */
  private static long mostBytes(String cell) {
    return 2L * ResponseSize.jsonStringBytes(cell.getBytes(StandardCharsets.UTF_8)) + 4;
  }

  @Override
  byte[] finish(Optional<String> next, Optional<Stop> stop, List<Item> missing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    try (CsvGenerator csv = CSV.createGenerator(out)) {
      csv.setSchema(LINES);
      List<String> all = Stream.concat(columns.stream(), more.stream()).toList();
      write(csv, all.stream().map(this::text).toList());
      for (Map<String, String> row : rows) {
        write(csv, all.stream().map(column -> row.getOrDefault(column, "")).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(CsvGenerator csv, Iterable<String> cells) throws IOException {
    csv.writeStartArray();
    for (String cell : cells) {
      csv.writeString(cell);
    }
    csv.writeEndArray();
  }
}
