package dev.larder.table.schema;

import dev.larder.dynamo.item.DynamoNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the value of a key attribute is composed of attributes of an item, as in {@code
 * ORDER#{orderId}}. No two items whose attributes differ have the same value: an attribute whose
 * value would make that ambiguous is refused.
 *
 * @param stored the key attribute of the table or index
 * @param parts literals and variables, of which no two variables follow each other directly
 */
public record KeyTemplate(KeyAttribute stored, List<Part> parts) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)\\}");
  private static final Pattern PADDED = Pattern.compile("(.+):0([1-9]\\d?)");

  /** A part of a template. */
  public sealed interface Part {}

  /** Text that each value has in this place. */
  public record Literal(String text) implements Part {}

  /**
   * The value of an attribute.
   *
   * @param attribute the attribute of the item, with its type
   * @param digits the digits to which a whole number is padded with zeros; 0 for none
   */
  public record Variable(KeyAttribute attribute, int digits) implements Part {}

  public KeyTemplate {
    parts = List.copyOf(parts);
  }

  /** The template of a key attribute that is an attribute of the item itself. */
  public static KeyTemplate of(KeyAttribute attribute) {
    return new KeyTemplate(attribute, List.of(new Variable(attribute, 0)));
  }

  /**
   * Parses a template.
   *
   * @param isNumber tells which attributes are numbers, apart from padded ones
   * @throws IllegalArgumentException with the rest of a sentence that begins with the template
   */
  public static KeyTemplate parse(KeyAttribute stored, String text, Predicate<String> isNumber) {
    List<Part> parts = new ArrayList<>();
    Matcher variable = VARIABLE.matcher(text);
    int end = 0;
    while (variable.find()) {
      addLiteral(parts, text.substring(end, variable.start()));
      if (!parts.isEmpty() && parts.get(parts.size() - 1) instanceof Variable) {
        throw new IllegalArgumentException(
            "has two attributes without text between them, so that their values could not be told"
                + " apart; write text between them, as in {a}#{b}");
      }
      parts.add(variable(stored, variable.group(1), isNumber));
      end = variable.end();
    }
    addLiteral(parts, text.substring(end));
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("is empty; a key has at least one character");
    }
    if (stored.type() != KeyType.S
        && !(parts.size() == 1 && parts.get(0) instanceof Variable only && only.digits() == 0)) {
      throw new IllegalArgumentException(
          "is for a key of type "
              + stored.type()
              + ", which must be one attribute alone, as in {number}");
    }
    List<String> names = variables(parts).map(each -> each.attribute().name()).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("names an attribute twice; name each once");
    }
    return new KeyTemplate(stored, parts);
  }

  private static void addLiteral(List<Part> parts, String text) {
    if (text.contains("{") || text.contains("}")) {
      throw new IllegalArgumentException(
          "has a brace that does not enclose the name of an attribute, as in {orderId}");
    }
    if (!text.isEmpty()) {
      parts.add(new Literal(text));
    }
  }

  private static Variable variable(KeyAttribute stored, String text, Predicate<String> isNumber) {
    Matcher padded = PADDED.matcher(text);
    if (padded.matches()) {
      int digits = Integer.parseInt(padded.group(2));
      if (digits > DynamoNumber.MAX_DIGITS) {
        throw new IllegalArgumentException(
            "pads to " + digits + " digits; a number has at most " + DynamoNumber.MAX_DIGITS);
      }
      return new Variable(new KeyAttribute(padded.group(1), KeyType.N), digits);
    }
    if (text.isBlank() || text.contains(":")) {
      throw new IllegalArgumentException(
          "has {"
              + text
              + "}; write the name of an attribute, as in {orderId}, or a number padded with zeros"
              + " to so many digits, as in {line:06}");
    }
    KeyType type =
        stored.type() == KeyType.S ? (isNumber.test(text) ? KeyType.N : KeyType.S) : stored.type();
    return new Variable(new KeyAttribute(text, type), 0);
  }

  private static Stream<Variable> variables(List<Part> parts) {
    return parts.stream()
        .flatMap(part -> part instanceof Variable variable ? Stream.of(variable) : Stream.of());
  }

  /** The attributes of the item, in the order of the template. */
  public List<Variable> variables() {
    return variables(parts).toList();
  }

  /** Whether the key attribute is an attribute of the item itself. */
  public boolean isAttribute() {
    return parts.size() == 1
        && parts.get(0) instanceof Variable variable
        && variable.digits() == 0
        && variable.attribute().equals(stored);
  }

  /** The text with which every value begins. */
  public String beginning() {
    return parts.get(0) instanceof Literal literal ? literal.text() : "";
  }

  /** The template as it is written, as in {@code ORDER#{orderId}}. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Variable variable) {
        text.append('{').append(variable.attribute().name());
        if (variable.digits() > 0) {
          text.append(":0").append(variable.digits());
        }
        text.append('}');
      } else if (part instanceof Literal literal) {
        text.append(literal.text());
      }
    }
    return text.toString();
  }
}
