package dev.larder.dynamo.item;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.larder.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Values as bare text, where there is no JSON around them to tell their types: a number, {@code
 * true}, {@code false} and {@code null} are what JSON has them to be, text in double quotes is the
 * string that JSON makes of it, and everything else is the string that it is.
 */
public final class Literal {
  private Literal() {}

  /** The value of a text, a number, a boolean, null or a string. */
  public static AttributeValue scalar(String text) {
    if (text.isEmpty()) {
      return AttributeValue.fromS(text);
    }
    return switch (text) {
      case "true" -> AttributeValue.fromBool(true);
      case "false" -> AttributeValue.fromBool(false);
      case "null" -> AttributeValue.fromNul(true);
      default -> {
        char first = text.charAt(0);
        if (first == '-' || (first >= '0' && first <= '9')) {
          yield DynamoNumber.complaint(text).isEmpty() ? number(text) : AttributeValue.fromS(text);
        }
        yield first == '"' ? jsonOr(text) : AttributeValue.fromS(text);
      }
    };
  }

  /** A number, if the text is one. */
  public static AttributeValue number(String text) {
    return AttributeValue.fromN(
        DynamoNumber.complaint(text).isEmpty() ? DynamoNumber.readable(text) : text);
  }

  /** The value of a text, which can be a JSON array or object too. */
  public static AttributeValue any(String text) {
    return text.startsWith("[") || text.startsWith("{") ? jsonOr(text) : scalar(text);
  }

  /** The string of a text, which can be in quotes. */
  public static String string(String text) {
    AttributeValue value = text.startsWith("\"") ? jsonOr(text) : AttributeValue.fromS(text);
    return value.s();
  }

  private static AttributeValue jsonOr(String text) {
    try {
      return ItemReader.readValue(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (ProblemException e) {
      return AttributeValue.fromS(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The text of which {@link #any} makes the value; sets as arrays, binary as base64. Strings with
   * control characters are in quotes, where those are escaped.
   */
  public static String text(AttributeValue value) {
    if (value.s() != null) {
      String text = value.s();
      boolean bare = !text.isEmpty() && text.chars().noneMatch(Literal::isUnprintable);
      return bare && value.equals(any(text)) ? text : quoted(text);
    }
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    ItemWriter.writeValue(value, json);
    String text = json.toString(StandardCharsets.UTF_8);
    return value.b() != null ? text.substring(1, text.length() - 1) : text;
  }

  private static boolean isUnprintable(int c) {
    return c < ' ' && c != '\t' && c != '\n' && c != '\r';
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
