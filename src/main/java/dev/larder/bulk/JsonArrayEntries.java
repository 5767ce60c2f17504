package dev.larder.bulk;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.dynamo.item.ItemText;
import dev.larder.dynamo.item.JsonProblems;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.RequestLimits;
import dev.larder.text.JsonInput;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The elements of a JSON array. The constructor checks the whole array, so that a truncated body is
 * refused before any of it is written.
 */
final class JsonArrayEntries implements Entries {
  private static final String NOT_UTF_8 =
      "The body is not encoded in UTF-8 (RFC 8259, section 8.1)";

  private final byte[] body;
  private final ItemFormat form;
  private final Limit depth;
  private final JsonParser parser;

  /**
   * @throws ProblemException {@code malformed-json} if the body is not exactly one JSON array in
   *     UTF-8, or is empty; {@code limit-exceeded} if it has too many elements, or is nested too
   *     deep for the parser
   */
  JsonArrayEntries(byte[] body, ItemFormat form, RequestLimits limits) {
    this.body = body;
    this.form = form;
    this.depth = limits.depth();
    try {
      Entries.requireCount(wellFormed(body, depth), limits.entries());
      parser = JsonInput.FACTORY.createParser(body);
      parser.nextToken();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks the array and returns the number of its elements. */
  private static int wellFormed(byte[] body, Limit depth) throws IOException {
    int elements = 0;
    try (JsonParser parser = JsonProblems.parser(() -> JsonInput.FACTORY.createParser(body))) {
      try {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
          throw malformed(
              "The body is not a JSON array. Send an array with one object for each item");
        }
        if (parser.currentTokenLocation().getByteOffset() < 0) {
          throw malformed(NOT_UTF_8);
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements++;
          parser.skipChildren();
        }
        if (parser.nextToken() != null) {
          throw malformed("The array is complete, but more text follows it" + place(parser));
        }
      } catch (JsonProcessingException e) {
        if (isTooDeep(parser)) {
          throw depth.exceeded(
              "An element of the array is nested deeper than the limit for an item, "
                  + depth.max()
                  + " levels"
                  + place(parser)
                  + ". Nothing was written.");
        }
        throw malformed(JsonProblems.complaint(e) + place(parser) + ". Nothing was written");
      } catch (CharConversionException e) {
        throw malformed(NOT_UTF_8);
      }
    }
    return elements;
  }

  private Item item(ItemText element) {
    return form == ItemFormat.PLAIN
        ? EntryReader.read(element, depth)
        : ItemReader.read(element, form, depth);
  }

  private static boolean isTooDeep(JsonParser parser) {
    return parser.getParsingContext().getNestingDepth()
        > parser.streamReadConstraints().getMaxNestingDepth();
  }

  private static String place(JsonParser parser) {
    JsonLocation location = parser.currentLocation();
    return ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static ProblemException malformed(String complaint) {
    return new ProblemException(ProblemType.MALFORMED_JSON, complaint + ".");
  }

  @Override
  public Optional<Entry> next() {
    try {
      JsonToken first = parser.nextToken();
      if (first == null || first == JsonToken.END_ARRAY) {
        return Optional.empty();
      }
      JsonLocation start = parser.currentTokenLocation();
      parser.skipChildren();
      parser.finishToken();
      ItemText element =
          new ItemText(
              body,
              (int) start.getByteOffset(),
              (int) parser.currentLocation().getByteOffset(),
              start.getLineNr(),
              start.getColumnNr());
      return Optional.of(new Entry(OptionalInt.empty(), () -> item(element)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
