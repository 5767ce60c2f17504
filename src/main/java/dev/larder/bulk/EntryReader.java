package dev.larder.bulk;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.dynamo.item.ItemText;
import dev.larder.problem.Limit;
import dev.larder.text.JsonInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads entries that are plain JSON. An object whose only member is an object named {@code Item} is
 * a line of DynamoDB's export to S3 in the format DynamoDB JSON: its values have the typed form.
 */
final class EntryReader {
  private static final byte[] MEMBER = "\"Item\"".getBytes(StandardCharsets.US_ASCII);

  private EntryReader() {}

  /**
   * @throws dev.larder.problem.ProblemException as {@link ItemReader#read}
   */
  static Item read(ItemText entry, Limit depth) {
    return exported(entry)
        .map(item -> ItemReader.read(item, ItemFormat.TYPED, depth))
        .orElseGet(() -> ItemReader.read(entry, ItemFormat.PLAIN, depth));
  }

  /** Returns the exported item in an entry; empty if the entry is another one, or no JSON. */
  private static Optional<ItemText> exported(ItemText entry) {
    if (!beginsLikeAnExport(entry)) {
      return Optional.empty();
    }
    try (JsonParser parser =
        JsonInput.FACTORY.createParser(entry.text(), entry.from(), entry.to() - entry.from())) {
      parser.nextToken();
      parser.nextToken();
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      JsonLocation start = parser.currentTokenLocation();
      parser.skipChildren();
      JsonLocation end = parser.currentLocation();
      boolean alone = parser.nextToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      return alone ? Optional.of(part(entry, start, end)) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ItemText part(ItemText entry, JsonLocation start, JsonLocation end) {
    return new ItemText(
        entry.text(),
        entry.from() + (int) start.getByteOffset(),
        entry.from() + (int) end.getByteOffset(),
        entry.line() + start.getLineNr() - 1,
        start.getColumnNr() + (start.getLineNr() == 1 ? entry.column() - 1 : 0));
  }

  /** Spares all other entries the parser. */
  private static boolean beginsLikeAnExport(ItemText entry) {
    int at = afterBlanks(entry, entry.from());
    if (at == entry.to() || entry.text()[at] != '{') {
      return false;
    }
    at = afterBlanks(entry, at + 1);
    for (byte expected : MEMBER) {
      if (at == entry.to() || entry.text()[at++] != expected) {
        return false;
      }
    }
    return true;
  }

  private static int afterBlanks(ItemText entry, int from) {
    int at = from;
    while (at < entry.to() && Entries.isBlank(entry.text()[at])) {
      at++;
    }
    return at;
  }
}
