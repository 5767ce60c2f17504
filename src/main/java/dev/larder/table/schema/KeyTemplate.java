package dev.larder.table.schema;

import dev.larder.dynamo.item.DynamoNumber;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.Unicode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How the value of a key attribute is composed of attributes of an item, as in {@code
 * ORDER#{orderId}}. No two items whose attributes differ have the same value: an attribute whose
 * value would make that ambiguous is refused.
 *
 * @param stored the key attribute of the table or index
 * @param parts literals and variables, of which no two variables follow each other directly
 * @param maxBytes DynamoDB's limit for the composed value
 */
public record KeyTemplate(KeyAttribute stored, List<Part> parts, int maxBytes) {
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
    return new KeyTemplate(attribute, List.of(new Variable(attribute, 0)), Integer.MAX_VALUE);
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
    return new KeyTemplate(stored, parts, Integer.MAX_VALUE);
  }

  /** This template with DynamoDB's limit for its kind of key, in bytes. */
  public KeyTemplate withMaxBytes(int bytes) {
    return isAttribute() ? this : new KeyTemplate(stored, parts, bytes);
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

  /**
   * The value of the key attribute for an item; empty if the item lacks one of the attributes.
   *
   * @param item whose attributes have the types of the variables
   * @param problem the type of the problem if a value cannot be in the key
   * @throws ProblemException {@code problem}
   */
  public Optional<AttributeValue> compose(Item item, ProblemType problem) {
    if (stored.type() != KeyType.S || isAttribute()) {
      return Optional.ofNullable(item.attributes().get(variables().get(0).attribute().name()));
    }
    if (variables(parts).anyMatch(variable -> !item.has(variable.attribute().name()))) {
      return Optional.empty();
    }
    String text = lead(variables().size(), item, problem);
    int bytes = Unicode.utf8Length(text);
    if (bytes > maxBytes) {
      throw new ProblemException(
          problem,
          "The key "
              + text()
              + " would have "
              + bytes
              + " bytes, but DynamoDB allows at most "
              + maxBytes
              + ".");
    }
    return Optional.of(AttributeValue.fromS(text));
  }

  /**
   * The text with which the value begins.
   *
   * @param known the number of variables whose values are known; the text ends where the next one
   *     begins
   * @param item has these values
   * @throws ProblemException {@code problem} if a value cannot be in the key
   */
  public String lead(int known, Item item, ProblemType problem) {
    StringBuilder text = new StringBuilder();
    int written = 0;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Literal literal) {
        text.append(literal.text());
      } else if (parts.get(i) instanceof Variable variable) {
        if (written++ == known) {
          break;
        }
        String value = text(variable, item.attributes().get(variable.attribute().name()), problem);
        following(variable).ifPresent(next -> requireDistinct(variable, value, next, problem));
        text.append(value);
      }
    }
    return text.toString();
  }

  /** The literal that follows a variable; empty if the template ends with it. */
  public Optional<String> following(Variable variable) {
    int next = parts.indexOf(variable) + 1;
    return next < parts.size() && parts.get(next) instanceof Literal literal
        ? Optional.of(literal.text())
        : Optional.empty();
  }

  /** The text of a value in the key. */
  public String text(Variable variable, AttributeValue value, ProblemType problem) {
    if (variable.attribute().type() == KeyType.S && value.s() != null) {
      if (value.s().isEmpty()) {
        throw invalid(variable, problem, "is a part of the key, so it must not be empty.");
      }
      return value.s();
    }
    if (variable.attribute().type() != KeyType.N || value.n() == null) {
      throw invalid(
          variable,
          problem,
          variable.attribute().type() == KeyType.N ? "must be a number." : "must be a string.");
    }
    if (DynamoNumber.validate(value.n()).isPresent()) {
      throw invalid(variable, problem, "is not a number that DynamoDB can store.");
    }
    BigDecimal number = DynamoNumber.exact(value.n()).stripTrailingZeros();
    if (variable.digits() == 0) {
      return number.signum() == 0 ? "0" : number.toPlainString();
    }
    if (number.signum() < 0
        || number.scale() > 0
        || number.precision() - number.scale() > variable.digits()) {
      throw invalid(
          variable,
          problem,
          "is a part of the key as a whole number of at most "
              + variable.digits()
              + " digits, so it must be from 0 to "
              + "9".repeat(variable.digits())
              + ".");
    }
    String plain = number.signum() == 0 ? "0" : number.toPlainString();
    return "0".repeat(variable.digits() - plain.length()) + plain;
  }

  private void requireDistinct(Variable variable, String value, String next, ProblemType problem) {
    if ((value + next).indexOf(next) < value.length()) {
      throw invalid(
          variable,
          problem,
          "is followed by \""
              + next
              + "\" in the key "
              + text()
              + ", so its value must not contain that text, or end so that it does.");
    }
  }

  private static ProblemException invalid(Variable variable, ProblemType problem, String why) {
    String name = variable.attribute().name();
    return new ProblemException(problem, "The attribute " + name + " " + why)
        .with("pointer", JsonPointers.to(name));
  }

  /**
   * The attributes from which a value was composed; empty if this template does not make it.
   *
   * @param value of the key attribute
   */
  public Optional<Map<String, AttributeValue>> parse(AttributeValue value) {
    if (value == null || !value.type().name().equals(stored.type().name())) {
      return Optional.empty();
    }
    if (parts.size() == 1
        && parts.get(0) instanceof Variable only
        && only.attribute().type() == stored.type()) {
      return Optional.of(Map.of(only.attribute().name(), value));
    }
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    String text = value.s();
    int at = 0;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Literal literal) {
        if (!text.startsWith(literal.text(), at)) {
          return Optional.empty();
        }
        at += literal.text().length();
      } else if (parts.get(i) instanceof Variable variable) {
        int end =
            i + 1 < parts.size() && parts.get(i + 1) instanceof Literal next
                ? text.indexOf(next.text(), at)
                : text.length();
        if (end < 0 || end == at) {
          return Optional.empty();
        }
        Optional<AttributeValue> parsed = parse(variable, text.substring(at, end));
        if (parsed.isEmpty()) {
          return Optional.empty();
        }
        attributes.put(variable.attribute().name(), parsed.get());
        at = end;
      }
    }
    return at == text.length() ? Optional.of(attributes) : Optional.empty();
  }

  private Optional<AttributeValue> parse(Variable variable, String text) {
    if (variable.attribute().type() == KeyType.S) {
      return Optional.of(AttributeValue.fromS(text));
    }
    if (DynamoNumber.validate(variable.digits() > 0 ? withoutZeros(text) : text).isPresent()) {
      return Optional.empty();
    }
    AttributeValue number = AttributeValue.fromN(variable.digits() > 0 ? withoutZeros(text) : text);
    try {
      // Only the spelling that this template writes: another one would be another key.
      return text(variable, number, ProblemType.INVALID_KEY).equals(text)
          ? Optional.of(number)
          : Optional.empty();
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private static String withoutZeros(String text) {
    int start = 0;
    while (start < text.length() - 1 && text.charAt(start) == '0') {
      start++;
    }
    return text.substring(start);
  }
}
