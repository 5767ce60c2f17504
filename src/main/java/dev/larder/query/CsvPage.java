package dev.larder.query;

import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
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

/**
 * A page as CSV. Its header row names the requested fields, or else all attributes of the items. A
 * cell is empty if its item lacks the attribute.
 */
final class CsvPage extends Page {
  private static final CsvFactory CSV =
      CsvFactory.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();
  private static final CsvSchema LINES = CsvSchema.emptySchema().withLineSeparator("\r\n");

  /** Bytes of CR and LF, escaped, in a JSON string. */
  private static final int LINE_END = 4;

  private final TableSchema schema;
  private final Set<String> columns;
  private final List<Map<String, String>> rows = new ArrayList<>();
  private long headerBytes;
  private long cellBytes;

  /**
   * @param columns the names of the first columns, in this order
   */
  CsvPage(int limit, int mostBytes, TableSchema schema, Set<String> columns) {
    super(limit, mostBytes);
    this.schema = schema;
    this.columns = new LinkedHashSet<>(columns);
    columns.forEach(column -> headerBytes += mostBytes(column));
  }

  @Override
  boolean append(Item item) {
    Map<String, String> cells = CsvCells.of(schema, item);
    long header = headerBytes;
    long newColumns = 0;
    long row = 0;
    for (Map.Entry<String, String> cell : cells.entrySet()) {
      row += mostBytes(cell.getValue());
      if (!columns.contains(cell.getKey())) {
        header += mostBytes(cell.getKey());
        newColumns++;
      }
    }
    long separators = (rows.size() + 2) * (columns.size() + newColumns + LINE_END);
    if (!fits(header + cellBytes + row + separators)) {
      return false;
    }
    headerBytes = header;
    cellBytes += row;
    columns.addAll(cells.keySet());
    rows.add(cells);
    return true;
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
      write(csv, columns);
      for (Map<String, String> row : rows) {
        write(csv, columns.stream().map(column -> row.getOrDefault(column, "")).toList());
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
