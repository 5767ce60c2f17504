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
 * Values as bare text, in places where no JSON shows their type. Numbers, {@code true}, {@code
 * false} and {@code null} mean what they mean in JSON, text in double quotes is a JSON string, and
 * all other text is a string as it stands.
 */
public final class Literal {
  private Literal() {}

  /** Parses a text as a number, boolean, null or string. */
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
          // Not as DynamoDB returns it, because the operator contains may look for this text.
          yield DynamoNumber.validate(text).isEmpty()
              ? AttributeValue.fromN(DynamoNumber.readable(text))
              : AttributeValue.fromS(text);
        }
        yield first == '"' ? jsonOr(text) : AttributeValue.fromS(text);
      }
    };
  }

  /** The text as a number value; one that is not valid is kept for a later check to reject. */
  public static AttributeValue number(String text) {
    return AttributeValue.fromN(
        DynamoNumber.validate(text).isEmpty() ? DynamoNumber.plain(text) : text);
  }

  /** Parses a text as a JSON array or object, or as a {@link #scalar}. */
  public static AttributeValue any(String text) {
    return text.startsWith("[") || text.startsWith("{") ? jsonOr(text) : scalar(text);
  }

  /** Parses a text as a string, with or without quotes. */
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
   * The text that {@link #any} parses to this value; sets become arrays, and binary values become
   * base64. Strings with control characters are quoted and escaped.
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
