package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.runtime.ResponseSize;
import dev.larder.table.schema.CsvCells;
import dev.larder.table.schema.TableSchema;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A page as CSV (RFC 4180), with a header row. A cell is empty if its item lacks the attribute. */
final class CsvPage extends Page {
  /** Bytes of CR and LF, escaped, in a JSON string. */
  private static final int LINE_END = 4;

  private static final byte[] NO_CELL = {};

  private final TableSchema schema;
  private final CsvColumns columns;
  private final boolean escapesFormulas;

  /** The cells of each row by column, as they are written. */
  private final List<Map<String, byte[]>> rows = new ArrayList<>();

  private long cellBytes;

  /**
   * @param escapesFormulas whether strings that a spreadsheet program takes for formulas get an
   *     apostrophe, which a bulk write would store
   */
  CsvPage(
      int limit, int mostBytes, TableSchema schema, CsvColumns columns, boolean escapesFormulas) {
    super(limit, mostBytes);
    this.schema = schema;
    this.columns = columns;
    this.escapesFormulas = escapesFormulas;
    columns.names().forEach(column -> cellBytes += carriedBytes(heading(column)));
  }

  @Override
  boolean append(Item item) {
    List<String> added = columns.newOf(item.attributes().keySet());
    List<String> own = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String name : item.attributes().keySet()) {
      (columns.contains(name) || added.contains(name) ? own : others).add(name);
    }
    Map<String, byte[]> row = new HashMap<>();
    CsvCells.of(schema, item.select(own), this::text)
        .forEach((name, cell) -> row.put(name, quoted(cell)));
    if (columns.hasRest() && !others.isEmpty()) {
      row.put(CsvCells.REST, quoted(CsvCells.rest(item.select(others))));
    }
    long bytes = cellBytes;
    for (byte[] cell : row.values()) {
      bytes += carriedBytes(cell);
    }
    for (String column : added) {
      bytes += carriedBytes(heading(column));
    }
    long commas = Math.max(0, columns.count() + added.size() - 1);
    if (!fits(bytes + (rows.size() + 2) * (commas + LINE_END))) {
      return false;
    }
    columns.add(added);
    rows.add(row);
    cellBytes = bytes;
    return true;
  }

  private byte[] heading(String column) {
    return quoted(text(column));
  }

  private String text(String cell) {
    return escapesFormulas ? Formulas.escaped(cell) : cell;
  }

  /** The cell as it is written, RFC 4180, section 2. */
  private static byte[] quoted(String cell) {
    boolean asItIs = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return (asItIs ? cell : '"' + cell.replace("\"", "\"\"") + '"')
        .getBytes(StandardCharsets.UTF_8);
  }

  private static int carriedBytes(byte[] cell) {
    return ResponseSize.jsonStringBytes(cell);
  }

  @Override
  Optional<List<String>> columns() {
    return columns.carried();
  }

  @Override
  void reverse() {
    Collections.reverse(rows);
  }

  @Override
  byte[] finish(Members members) {
    ByteArrayOutputStream csv = new ByteArrayOutputStream(8192);
    List<String> names = columns.names();
    write(csv, names.stream().map(this::heading).toList());
    for (Map<String, byte[]> row : rows) {
      write(csv, names.stream().map(name -> row.getOrDefault(name, NO_CELL)).toList());
    }
    return csv.toByteArray();
  }

  private static void write(ByteArrayOutputStream csv, List<byte[]> cells) {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        csv.write(',');
      }
      csv.writeBytes(cells.get(i));
    }
    csv.write('\r');
    csv.write('\n');
  }
}
