package dev.larder.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.config.RequestLimits;
import dev.larder.table.schema.CsvCells;
import dev.larder.table.schema.TableSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows of a CSV body (RFC 4180) with a header row, except empty lines. An empty cell leaves its
 * attribute out.
 */
final class CsvEntries implements Entries {
  private static final CsvFactory CSV = new CsvFactory();

  private final TableSchema schema;
  private final Limit depth;
  private final CsvParser parser;
  private final List<String> names;
  private final Set<String> booleans;
  private int line;
  private boolean ended;
  private Optional<Entry> ahead;

  /**
   * @param key must be in the header row
   * @throws ProblemException {@code malformed-json} if the body is not UTF-8, its header row does
   *     not name each column exactly once or lacks the key, or no row follows; {@code
   *     limit-exceeded} if it has too many rows
   */
  CsvEntries(
      byte[] body,
      CsvFormat format,
      Collection collection,
      RequiredKey key,
      RequestLimits limits,
      Runnable requireTime) {
    this(body, format, collection, limits.depth());
    requireTime.run();
    if (names.isEmpty()) {
      Entries.requireCount(0, limits.entries());
    }
    key.requireIn(names, format);
    if (ahead.isEmpty()) {
      throw malformed(
          "The body has no entries: no row follows the first one, which names the columns. End each"
              + " row with a line break.");
    }
    // Each row takes at least one line, so rows need counting only if there are more lines than the
    // limit.
    if (lines(body) > limits.entries().max()) {
      int count = new CsvEntries(body, format, collection, depth).count(requireTime);
      Entries.requireCount(count, limits.entries());
    }
  }

  /** Counts the remaining rows, and thereby consumes them. */
  private int count(Runnable requireTime) {
    int count = 0;
    while (next().isPresent()) {
      if (++count % PER_LOOK_AT_THE_TIME == 0) {
        requireTime.run();
      }
    }
    return count;
  }

  private CsvEntries(byte[] body, CsvFormat format, Collection collection, Limit depth) {
    this.schema = collection.schema();
    this.depth = depth;
    try {
      requireUtf8(body);
      parser = CSV.createParser(reader(body));
      parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(format.delimiter()));
      names = header();
      booleans = names.stream().filter(collection::isBoolean).collect(Collectors.toSet());
      ahead = read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int lines(byte[] body) {
    int lines = 1;
    for (byte b : body) {
      if (b == '\n' || b == '\r') {
        lines++;
      }
    }
    return lines;
  }

  private static Reader reader(byte[] body) {
    return new InputStreamReader(
        new ByteArrayInputStream(body), StandardCharsets.UTF_8.newDecoder());
  }

  /**
   * Decodes the whole body at once: a decoder that fails later also loses characters before the
   * error.
   */
  private static void requireUtf8(byte[] body) throws IOException {
    try {
      reader(body).transferTo(Writer.nullWriter());
    } catch (CharacterCodingException e) {
      throw malformed("The body is not valid UTF-8. Save the file with that encoding.");
    }
  }

  private List<String> header() throws IOException {
    List<String> header;
    try {
      header = row().orElse(List.of());
    } catch (JsonProcessingException e) {
      throw malformed(complaint(e) + ", in the header row. Nothing was written.");
    }
    Set<String> seen = new HashSet<>();
    for (String name : header) {
      if (name.isEmpty() || !seen.add(name)) {
        throw malformed(
            "The header row has "
                + (name.isEmpty() ? "an empty name" : "the name \"" + name + "\" twice")
                + ". Each column needs the name of an attribute, and each name can appear once.");
      }
    }
    return header;
  }

  /** Returns the cells of the next row that is not an empty line; empty at the end of the body. */
  private Optional<List<String>> row() throws IOException {
    List<String> cells = new ArrayList<>();
    do {
      line = parser.currentLocation().getLineNr();
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      cells.clear();
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        cells.add(parser.getText());
      }
    } while (cells.size() == 1 && cells.get(0).isEmpty());
    return Optional.of(cells);
  }

  @Override
  public Optional<Entry> next() {
    Optional<Entry> next = ahead;
    ahead = read();
    return next;
  }

  private Optional<Entry> read() {
    if (ended) {
      return Optional.empty();
    }
    try {
      return row().map(cells -> new Entry(OptionalInt.of(line), () -> item(cells)));
    } catch (JsonProcessingException e) {
      ended = true;
      ProblemException problem = unreadable(e);
      return Optional.of(
          new Entry(
              OptionalInt.of(line),
              () -> {
                throw problem;
              },
              true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Item item(List<String> cells) {
    if (cells.size() > names.size()) {
      throw malformed(
          "The row has "
              + cells.size()
              + " cells, but the header row has "
              + names.size()
              + ". Put quotes around a cell that contains the separator of cells.");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        texts.put(names.get(i), cells.get(i));
      }
    }
    Item item = CsvCells.item(schema, texts, booleans);
    if (item.depth() > depth.max()) {
      throw depth.exceeded(
          "A cell makes the item of this row "
              + item.depth()
              + " levels deep, counting the item itself, but the limit is "
              + depth.max()
              + ".");
    }
    return item;
  }

  private static ProblemException unreadable(JsonProcessingException e) {
    return malformed(
        complaint(e)
            + ", at line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ". Neither this row nor any row after it was read, because it is unclear where they"
            + " end. Close every quote, double each quote inside a quoted cell, and send these"
            + " rows again.");
  }

  /** Rewords the parser's message; it has only two, both about quotes. */
  private static String complaint(JsonProcessingException e) {
    return e.getOriginalMessage().startsWith("Missing closing quote")
        ? "A quoted cell has no closing quote"
        : "The separator of cells or the end of the row must follow a closing quote";
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(ProblemType.MALFORMED_JSON, detail);
  }
}
