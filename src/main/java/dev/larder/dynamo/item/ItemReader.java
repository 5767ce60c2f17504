package dev.larder.dynamo.item;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.Abbreviation;
import dev.larder.text.JsonInput;
import dev.larder.text.Unicode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads an item from JSON, token by token, without loss: what DynamoDB cannot store exactly is
 * rejected, never changed. One class reads both formats, since they share the methods for elements
 * of lists and maps.
 */
public final class ItemReader {
  /** DynamoDB's limit for levels of lists and maps; the item itself is the first. */
  public static final int MAX_DEPTH = 32;

  /** The limit of requests for which no lower one is configured. */
  public static final Limit DEPTH = new Limit("depth", MAX_DEPTH);

  /** More values than an item of 400 KB can have, since even an empty value takes a byte. */
  private static final int MAX_VALUES = 400 * 1024;

  private final JsonParser parser;
  private final ItemFormat form;
  private final Limit depth;
  private final int firstLine;
  private final int firstColumn;
  private int values;

  /** The JSON pointer of this item or value within the whole input. */
  private final String place;

  private ItemReader(
      JsonParser parser, ItemFormat form, Limit depth, int firstLine, int firstColumn) {
    this.parser = parser;
    this.form = form;
    this.depth = depth;
    this.firstLine = firstLine;
    this.firstColumn = firstColumn;
    this.place = pointer(parser);
  }

  /**
   * Reads one item up to the end of the input.
   *
   * @param json UTF-8 (RFC 8259, section 8.1)
   * @throws ProblemException {@code malformed-json} if the input is not JSON or repeats a name;
   *     {@code invalid-item} if it is not an object or DynamoDB cannot store it, and {@code
   *     limit-exceeded} if it is nested too deeply, both with a {@code pointer} to the place;
   *     {@code item-too-large} if the number of values alone shows that
   */
  public static Item read(InputStream json, ItemFormat form) throws IOException {
    return read(json, form, DEPTH);
  }

  /**
   * Reads one item up to the end of the input.
   *
   * @param depth the limit for levels of lists and maps; the item itself is the first
   * @throws ProblemException as for {@link #read(InputStream, ItemFormat)}
   */
  public static Item read(InputStream json, ItemFormat form, Limit depth) throws IOException {
    try (JsonParser parser = JsonProblems.parser(() -> JsonInput.FACTORY.createParser(json))) {
      return read(new ItemReader(parser, form, depth, 1, 1), ItemReader::item);
    }
  }

  /**
   * Reads one item up to the end of its part of a text. Lines and columns in problems count from
   * the start of the whole text.
   *
   * @throws ProblemException as for {@link #read(InputStream, ItemFormat)}
   */
  public static Item read(ItemText part, ItemFormat form, Limit depth) {
    try (JsonParser parser =
        JsonProblems.parser(
            () ->
                JsonInput.FACTORY.createParser(
                    part.text(), part.from(), part.to() - part.from()))) {
      return read(
          new ItemReader(parser, form, depth, part.line(), part.column()), ItemReader::item);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one item that is a part of the input.
   *
   * @param parser must be at the item's first token; it is left at the last
   * @throws ProblemException as for {@link #read(InputStream, ItemFormat)}; a {@code pointer}
   *     begins at the item
   */
  public static Item read(JsonParser parser, ItemFormat form, Limit depth) throws IOException {
    return read(new ItemReader(parser, form, depth, 1, 1), ItemReader::object);
  }

  /**
   * Reads one value of plain JSON up to the end of the input.
   *
   * @param around the number of outer levels that do not count towards the depth
   * @throws ProblemException as for {@link #read(InputStream, ItemFormat)}, but the value need not
   *     be an object
   */
  static AttributeValue readValue(InputStream json, Limit depth, int around) throws IOException {
    try (JsonParser parser = JsonProblems.parser(() -> JsonInput.FACTORY.createParser(json))) {
      return read(
          new ItemReader(parser, ItemFormat.PLAIN, depth, 1, 1),
          reader -> reader.document(-around));
    }
  }

  /**
   * Reads an object of plain JSON whose members have attributes as their members, up to the end of
   * the input.
   *
   * @return empty if the input is another value
   * @throws ProblemException as for {@link #read(InputStream, ItemFormat)}
   */
  public static Optional<Item> readDocument(InputStream json, Limit depth) throws IOException {
    AttributeValue document = readValue(json, depth, 1);
    return document.hasM() ? Optional.of(Item.of(document.m())) : Optional.empty();
  }

  /** Reads the value of an attribute, as plain JSON, up to the end of the input. */
  static AttributeValue readValue(InputStream json) throws IOException {
    try (JsonParser parser = JsonProblems.parser(() -> JsonInput.FACTORY.createParser(json))) {
      return read(
          new ItemReader(parser, ItemFormat.PLAIN, DEPTH, 1, 1), reader -> reader.document(1));
    }
  }

  private interface Document<T> {
    T read(ItemReader reader) throws IOException;
  }

  private static <T> T read(ItemReader reader, Document<T> document) throws IOException {
    try {
      return document.read(reader);
    } catch (ProblemException e) {
      throw JsonProblems.orMalformed(reader.parser, e, reader.firstLine, reader.firstColumn);
    } catch (StreamConstraintsException e) {
      throw reader.invalid("is too large. " + JsonProblems.complaint(e));
    } catch (JsonProcessingException e) {
      throw JsonProblems.malformed(
          reader.parser, JsonProblems.complaint(e), reader.firstLine, reader.firstColumn);
    } catch (CharConversionException e) {
      throw JsonProblems.malformed(
          reader.parser, JsonProblems.NOT_UTF_8, reader.firstLine, reader.firstColumn);
    }
  }

  private Item item() throws IOException {
    start("the item as a JSON object");
    Item item = object();
    end("item");
    return item;
  }

  private Item object() throws IOException {
    JsonToken first = parser.currentToken();
    if (first != JsonToken.START_OBJECT) {
      throw new ProblemException(
          ProblemType.INVALID_ITEM,
          "An item must be a JSON object, not " + JsonProblems.nameOf(first) + ".");
    }
    return Item.of(members(1));
  }

  private AttributeValue document(int depth) throws IOException {
    start("a JSON value");
    AttributeValue value = value(depth);
    end("value");
    return value;
  }

  private void start(String expected) throws IOException {
    if (parser.nextToken() == null) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON, "The body is empty. Send " + expected + ".");
    }
  }

  private void end(String what) throws IOException {
    if (parser.nextToken() != null) {
      throw malformed("The " + what + " is complete, but more text follows it");
    }
  }

  private Map<String, AttributeValue> members(int depth) throws IOException {
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = unicode(parser.currentName());
      parser.nextToken();
      if (members.put(name, value(depth)) != null) {
        throw malformed("The name \"" + Abbreviation.of(name) + "\" appears twice in one object");
      }
    }
    return members;
  }

  private AttributeValue value(int depth) throws IOException {
    count();
    return form == ItemFormat.PLAIN ? plain(depth) : typed(depth);
  }

  /** Limits memory: many small values take far more of it than they have bytes in the body. */
  private void count() {
    if (++values > MAX_VALUES) {
      throw new ProblemException(
          ProblemType.ITEM_TOO_LARGE,
          "The item has more than "
              + MAX_VALUES
              + " values, so it exceeds DynamoDB's limit of 400 KB.");
    }
  }

  private AttributeValue plain(int depth) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> AttributeValue.fromM(members(deeper(depth)));
      case START_ARRAY -> AttributeValue.fromL(elements(deeper(depth)));
      case VALUE_STRING -> AttributeValue.fromS(unicode(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> AttributeValue.fromN(number(parser.getText()));
      case VALUE_TRUE -> AttributeValue.fromBool(true);
      case VALUE_FALSE -> AttributeValue.fromBool(false);
      case VALUE_NULL -> AttributeValue.fromNul(true);
      default -> throw malformed("Unexpected " + parser.currentToken());
    };
  }

  private AttributeValue typed(int depth) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT
        || parser.nextToken() != JsonToken.FIELD_NAME) {
      throw notTyped();
    }
    String type = parser.currentName();
    JsonToken token = parser.nextToken();
    AttributeValue value =
        switch (type) {
          case "S" -> AttributeValue.fromS(unicode(text()));
          case "N" -> AttributeValue.fromN(number(text()));
          case "B" -> AttributeValue.fromB(binary(text()));
          case "BOOL" -> AttributeValue.fromBool(bool(token));
          case "NULL" -> {
            if (!bool(token)) {
              throw invalid(
                  "is {\"NULL\": false}, which DynamoDB does not support; send {\"NULL\": true}");
            }
            yield AttributeValue.fromNul(true);
          }
          case "M" -> {
            require(token, JsonToken.START_OBJECT);
            yield AttributeValue.fromM(members(deeper(depth)));
          }
          case "L" -> {
            require(token, JsonToken.START_ARRAY);
            yield AttributeValue.fromL(elements(deeper(depth)));
          }
          case "SS" -> AttributeValue.fromSs(set(this::stringElement, element -> element));
          case "NS" -> AttributeValue.fromNs(set(this::numberElement, DynamoNumber::canonical));
          case "BS" -> AttributeValue.fromBs(set(this::binaryElement, element -> element));
          default -> throw notTyped();
        };
    if (parser.nextToken() != JsonToken.END_OBJECT) {
      throw notTyped();
    }
    return value;
  }

  private List<AttributeValue> elements(int depth) throws IOException {
    List<AttributeValue> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(depth));
    }
    return elements;
  }

  private interface Element<T> {
    T read() throws IOException;
  }

  private interface Identity<T> {
    Object of(T value);
  }

  private <T> List<T> set(Element<T> element, Identity<T> identity) throws IOException {
    require(parser.currentToken(), JsonToken.START_ARRAY);
    List<T> elements = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      count();
      T value = element.read();
      if (!seen.add(identity.of(value))) {
        throw invalid("is a set with a duplicate value");
      }
      elements.add(value);
    }
    if (elements.isEmpty()) {
      throw invalid("is an empty set, which DynamoDB does not support; omit the attribute");
    }
    return elements;
  }

  private String stringElement() throws IOException {
    return unicode(text());
  }

  private String numberElement() throws IOException {
    return number(text());
  }

  private SdkBytes binaryElement() throws IOException {
    return binary(text());
  }

  private String text() throws IOException {
    require(parser.currentToken(), JsonToken.VALUE_STRING);
    return parser.getText();
  }

  private boolean bool(JsonToken token) {
    if (!token.isBoolean()) {
      throw notTyped();
    }
    return token == JsonToken.VALUE_TRUE;
  }

  private SdkBytes binary(String base64) {
    try {
      return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw invalid("is not valid base64 (RFC 4648, section 4)");
    }
  }

  private String number(String text) {
    DynamoNumber.validate(text)
        .ifPresent(
            complaint -> {
              throw invalid("is not a number that DynamoDB can store: " + complaint);
            });
    return DynamoNumber.plain(text);
  }

  /** Rejects unpaired surrogates: they have no UTF-8 encoding and would be stored as "?". */
  private String unicode(String text) {
    if (!Unicode.isUnicode(text)) {
      throw invalid("has an unpaired surrogate, which is not valid Unicode");
    }
    return text;
  }

  private int deeper(int level) {
    if (level == depth.max()) {
      String place = place();
      throw depth
          .exceeded(
              JsonProblems.described(place)
                  + " is nested deeper than the limit of "
                  + depth.max()
                  + " levels, where the item itself is the first level.")
          .with("pointer", place);
    }
    return level + 1;
  }

  private void require(JsonToken actual, JsonToken expected) {
    if (actual != expected) {
      throw notTyped();
    }
  }

  private ProblemException notTyped() {
    return invalid(
        "is not in DynamoDB's typed form, an object with one member named S, N, B, BOOL, NULL, M,"
            + " L, SS, NS or BS, as in {\"S\": \"text\"} or {\"N\": \"1.5\"}");
  }

  private ProblemException invalid(String complaint) {
    return JsonProblems.invalid(place(), complaint);
  }

  private String place() {
    return pointer(parser).substring(place.length());
  }

  private static String pointer(JsonParser parser) {
    return parser.getParsingContext().pathAsPointer().toString();
  }

  private ProblemException malformed(String complaint) {
    return JsonProblems.malformed(parser, complaint, firstLine, firstColumn);
  }
}
