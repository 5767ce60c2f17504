package dev.larder.dynamo.item;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.Abbreviation;
import java.io.CharConversionException;
import java.io.IOException;

/**
 * Creates the problems {@code malformed-json} and {@code invalid-item}, with the place of the
 * error.
 */
public final class JsonProblems {
  /** The status of JSON that is not what it must be. */
  private static final int UNPROCESSABLE = 422;

  /** The complaint about text in another encoding. */
  public static final String NOT_UTF_8 = "The text is not valid UTF-8";

  private JsonProblems() {}

  /** Opens a parser. */
  public interface Input {
    JsonParser open() throws IOException;
  }

  /**
   * Opens a parser, which looks at the first bytes for their encoding.
   *
   * @throws ProblemException {@code malformed-json} if they have none that JSON can have
   */
  public static JsonParser parser(Input input) throws IOException {
    try {
      return input.open();
    } catch (CharConversionException e) {
      throw new ProblemException(ProblemType.MALFORMED_JSON, NOT_UTF_8 + ".");
    }
  }

  /** The parser's complaint as a sentence without its full stop. */
  public static String complaint(JsonProcessingException e) {
    return SyntaxErrors.describe(e);
  }

  /** The {@code malformed-json} problem, with the parser's line and column. */
  public static ProblemException malformed(JsonParser parser, String complaint) {
    return malformed(parser, complaint, 1, 1);
  }

  static ProblemException malformed(
      JsonParser parser, String complaint, int firstLine, int firstColumn) {
    JsonLocation end = parser.currentLocation();
    int column = end.getColumnNr() + (end.getLineNr() == 1 ? firstColumn - 1 : 0);
    String line = firstLine == 0 ? "" : "line " + (end.getLineNr() + firstLine - 1) + ", ";
    return new ProblemException(
        ProblemType.MALFORMED_JSON, complaint + ", at " + line + "column " + column + ".");
  }

  /**
   * The problem of a text that ends the parser's input: {@code malformed-json} if the rest of the
   * text shows that it is not JSON, or else the problem that was found in it.
   *
   * @param found of status 422 if it is a complaint about JSON
   */
  static ProblemException orMalformed(
      JsonParser parser, ProblemException found, int firstLine, int firstColumn)
      throws IOException {
    if (found.type().status() != UNPROCESSABLE) {
      return found;
    }
    try {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        JsonStreamContext around = parser.getParsingContext();
        around = token.isStructStart() ? around.getParent() : around;
        if (around.inRoot() && !token.isStructEnd()) {
          return malformed(
              parser, "The value is complete, but more text follows it", firstLine, firstColumn);
        }
      }
      return found;
    } catch (StreamConstraintsException e) {
      return found;
    } catch (JsonProcessingException e) {
      return malformed(parser, complaint(e), firstLine, firstColumn);
    }
  }

  static ProblemException invalid(String pointer, String complaint) {
    return new ProblemException(
            ProblemType.INVALID_ITEM, described(pointer) + " " + complaint + ".")
        .with("pointer", pointer);
  }

  static String described(String pointer) {
    return pointer.isEmpty() ? "The item" : "The value at " + Abbreviation.of(pointer);
  }

  static String nameOf(JsonToken token) {
    return switch (token) {
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "a number";
    };
  }
}
