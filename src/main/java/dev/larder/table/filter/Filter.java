package dev.larder.table.filter;

import dev.larder.dynamo.expression.AttributeValues;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.dynamo.item.Literal;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.RequestLimits;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.FieldPaths;
import dev.larder.text.QueryValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition of a query on one attribute, as in {@code year=1975} or {@code title[prefix]=The}.
 *
 * @param path the attribute's name, then the names of the members that lead to a value inside of
 *     maps
 * @param values two for {@code between}, any number for {@code in}, a boolean for {@code exists},
 *     else one
 */
public record Filter(List<String> path, Operator operator, List<AttributeValue> values) {
  /**
   * Parses the conditions of one query, all of which must hold.
   *
   * @param conditions names, as in {@code title[prefix]}, each with its value
   * @throws ProblemException {@code invalid-parameter}; {@code limit-exceeded}
   */
  public static List<Filter> parse(
      TableSchema schema,
      AttributeTypes types,
      List<Map.Entry<String, QueryValue>> conditions,
      RequestLimits limits) {
    Limit most = limits.operators();
    if (conditions.size() > most.max()) {
      throw most.exceeded(
          "The query has "
              + conditions.size()
              + " conditions, but the limit is "
              + most.max()
              + ".");
    }
    return joined(conditions).stream()
        .map(
            condition ->
                new Parser(schema, types, condition.getKey(), limits.batchSize())
                    .filter(condition.getValue()))
        .toList();
  }

  /** Makes one list of the values of a repeated {@code in}: many clients send lists like that. */
  private static List<Map.Entry<String, QueryValue>> joined(
      List<Map.Entry<String, QueryValue>> conditions) {
    List<Map.Entry<String, QueryValue>> joined = new ArrayList<>();
    Map<String, Integer> lists = new HashMap<>();
    for (Map.Entry<String, QueryValue> condition : conditions) {
      String name = condition.getKey();
      Integer first = Parser.isList(name) ? lists.get(name) : null;
      if (first == null) {
        lists.put(name, joined.size());
        joined.add(condition);
      } else {
        joined.set(first, Map.entry(name, joined.get(first).getValue().and(condition.getValue())));
      }
    }
    return joined;
  }

  /**
   * Parses a query parameter. For a key attribute the schema determines the type of the value, for
   * others {@link Literal#scalar} does.
   *
   * @param name as in {@code title} or {@code title[prefix]}
   * @param values the limit for the values of an {@code in}
   * @throws ProblemException {@code invalid-parameter}; {@code limit-exceeded}
   */
  public static Filter parse(TableSchema schema, String name, QueryValue value, Limit values) {
    return new Parser(schema, AttributeTypes.UNKNOWN, name, values).filter(value);
  }

  /** A filter for items whose attribute equals a string. */
  public static Filter equal(String attribute, String text) {
    return new Filter(List.of(attribute), Operator.EQ, List.of(AttributeValue.fromS(text)));
  }

  /**
   * The top-level attribute that a query parameter's name refers to.
   *
   * @throws ProblemException {@code invalid-parameter}
   */
  public static String attributeOf(String name) {
    return Parser.path(name).get(0);
  }

  /** The name of the top-level attribute. */
  public String attribute() {
    return path.get(0);
  }

  /** Whether the filter is on the key attribute itself, not on a member inside of it. */
  public boolean isOn(KeyAttribute key) {
    return path.size() == 1 && path.get(0).equals(key.name());
  }

  /** Whether every item that satisfies the filter has the attribute. */
  public boolean impliesPresence() {
    return switch (operator) {
      case NE -> false;
      case EXISTS -> values.get(0).bool();
      default -> true;
    };
  }

  /** Whether the filter holds for an item with this value of the attribute. */
  public boolean matches(AttributeValue value) {
    String any = "value";
    return new Filter(List.of(any), operator, values)
        .condition()
        .holdsFor(Item.of(Map.of(any, value)));
  }

  /** The lower bound in sort key order, inclusive or not; empty if the operator sets none. */
  Optional<AttributeValue> lowerBound() {
    return switch (operator) {
      case GT, GTE, BETWEEN, PREFIX -> Optional.of(values.get(0));
      default -> Optional.empty();
    };
  }

  /** The upper bound in sort key order, inclusive or not; empty if the operator sets none. */
  Optional<AttributeValue> upperBound() {
    return switch (operator) {
      case LT, LTE -> Optional.of(values.get(0));
      case BETWEEN -> Optional.of(values.get(1));
      default -> Optional.empty();
    };
  }

  /** The filter as a condition. {@code ne} also holds for items without the attribute. */
  public Condition condition() {
    AttributeValue value = values.get(0);
    return switch (operator) {
      case EQ -> compared(Condition.Comparison.EQUAL);
      case NE -> compared(Condition.Comparison.EQUAL).negated();
      case LT -> compared(Condition.Comparison.LESS);
      case LTE -> compared(Condition.Comparison.LESS_OR_EQUAL);
      case GT -> compared(Condition.Comparison.GREATER);
      case GTE -> compared(Condition.Comparison.GREATER_OR_EQUAL);
      case BETWEEN -> new Condition.Between(path, value, values.get(1));
      case PREFIX -> new Condition.StartsWith(path, value);
      case CONTAINS -> contains(value);
      case IN -> new Condition.In(path, values);
      case EXISTS ->
          value.bool() ? new Condition.Exists(path) : new Condition.Exists(path).negated();
    };
  }

  private Condition compared(Condition.Comparison comparison) {
    return new Condition.Compared(path, comparison, values.get(0));
  }

  /** Also looks for a number's text, which may be meant as a part of a string. */
  private Condition contains(AttributeValue value) {
    Condition contains = new Condition.Contains(path, value);
    return value.n() == null
        ? contains
        : contains.or(new Condition.Contains(path, AttributeValue.fromS(value.n())));
  }

  /** A condition that holds if all filters do. */
  public static Condition all(List<Filter> filters) {
    return Condition.all(filters.stream().map(Filter::condition).toList());
  }

  /** A text that is equal for filters with the same path, operator and values. */
  public String canonical() {
    AttributeValue names = AttributeValue.fromL(path.stream().map(AttributeValue::fromS).toList());
    AttributeValue demanded = AttributeValue.fromL(List.copyOf(values));
    Item all = Item.of(Map.of(operator.text(), AttributeValue.fromL(List.of(names, demanded))));
    return new String(ItemWriter.toBytes(all, ItemFormat.TYPED), StandardCharsets.UTF_8);
  }

  /** The values as JSON text, for display in a plan. */
  public List<String> texts() {
    return values.stream().map(Literal::text).toList();
  }

  private static final class Parser {
    private final TableSchema schema;
    private final String name;
    private final Limit most;
    private final List<String> path;
    private final Operator operator;
    private final Optional<KeyAttribute> key;
    private final Optional<KeyType> type;

    Parser(TableSchema schema, AttributeTypes types, String name, Limit most) {
      this.schema = schema;
      this.name = name;
      this.most = most;
      int bracket = operatorAt(name);
      String operatorName =
          bracket < 0 ? Operator.EQ.text() : name.substring(bracket + 1, name.length() - 1);
      operator =
          Operator.of(operatorName)
              .orElseThrow(
                  () ->
                      invalid(
                          "has an unknown operator; the operators are " + Operator.all() + "."));
      path = path(name);
      key = path.size() == 1 ? schema.definition(path.get(0)) : Optional.empty();
      type = path.size() == 1 && key.isEmpty() ? types.of(path.get(0)) : Optional.empty();
    }

    /**
     * The index of the operator's bracket; -1 if the name has no operator, or a backslash makes the
     * bracket a part of the attribute's name.
     */
    private static int operatorAt(String name) {
      int bracket = name.endsWith("]") ? name.lastIndexOf('[') : -1;
      int backslashes = 0;
      while (backslashes < bracket && name.charAt(bracket - backslashes - 1) == '\\') {
        backslashes++;
      }
      return backslashes % 2 == 0 ? bracket : -1;
    }

    static boolean isList(String name) {
      return name.endsWith("[" + Operator.IN.text() + "]") && operatorAt(name) >= 0;
    }

    static List<String> path(String name) {
      int bracket = operatorAt(name);
      return FieldPaths.path(bracket < 0 ? name : name.substring(0, bracket))
          .orElseThrow(
              () ->
                  invalid(
                      name,
                      "does not name an attribute. A filter has the form"
                          + " attribute[operator]=value, with dots before nested attributes and"
                          + " a backslash before a comma, dot, bracket or backslash in a name."));
    }

    Filter filter(QueryValue sent) {
      String text = sent.text();
      List<AttributeValue> values =
          switch (operator) {
            case EXISTS -> List.of(flag(text));
            case IN, BETWEEN -> list(sent);
            case PREFIX, CONTAINS -> List.of(part(text));
            default -> List.of(value(text));
          };
      return new Filter(path, operator, values);
    }

    private AttributeValue flag(String text) {
      if (!text.equals("true") && !text.equals("false")) {
        throw invalid("must be true or false.");
      }
      return AttributeValue.fromBool(text.equals("true"));
    }

    private List<AttributeValue> list(QueryValue sent) {
      List<String> elements = elements(sent);
      if (operator == Operator.IN && elements.size() > most.max()) {
        throw most.exceeded(
                "The query parameter "
                    + name
                    + " has "
                    + elements.size()
                    + " values, but the operator \"in\" allows at most "
                    + most.max()
                    + ".")
            .with("parameter", name);
      }
      if (operator == Operator.BETWEEN && elements.size() != 2) {
        throw invalid(
            "must have two values, the lower and the upper bound, separated by a comma that is not"
                + " percent-encoded.");
      }
      List<AttributeValue> values = elements.stream().map(this::value).toList();
      if (operator == Operator.BETWEEN) {
        if (values.get(0).type() != values.get(1).type()) {
          throw invalid("must have two values of the same type.");
        }
        if (AttributeValues.compare(values.get(0), values.get(1)) > 0) {
          throw invalid("must have the lower bound first.");
        }
      }
      return values;
    }

    /** Splits at commas that were not percent-encoded, outside of quotes. */
    private static List<String> elements(QueryValue sent) {
      String text = sent.text();
      List<String> elements = new ArrayList<>();
      int start = 0;
      while (start <= text.length()) {
        int end = endOfQuoted(text, start);
        if (end < 0 || (end < text.length() && end != sent.separator(end))) {
          end = sent.separator(start);
        }
        end = end < 0 ? text.length() : end;
        elements.add(text.substring(start, end));
        start = end + 1;
      }
      return elements;
    }

    /** The index after the closing quote; -1 if no quoted text begins at {@code start}. */
    private static int endOfQuoted(String text, int start) {
      if (start == text.length() || text.charAt(start) != '"') {
        return -1;
      }
      for (int i = start + 1; i < text.length(); i++) {
        if (text.charAt(i) == '\\') {
          i++;
        } else if (text.charAt(i) == '"') {
          return i + 1;
        }
      }
      return -1;
    }

    private AttributeValue value(String text) {
      AttributeValue value =
          key.map(known -> keyValue(known, text)).orElseGet(() -> typedValue(text));
      if (operator.needsOrder() && value.s() == null && value.n() == null && value.b() == null) {
        throw invalid(
            "compares numbers and strings, but "
                + text
                + " is neither. Put it in quotes to make it a string.");
      }
      return value;
    }

    /**
     * A value of a type that the JSON Schema defines; null in any case, which it may permit too.
     */
    private AttributeValue typedValue(String text) {
      AttributeValue value = Literal.scalar(text);
      if (type.isEmpty() || value.type() == AttributeValue.Type.NUL) {
        return value;
      }
      if (type.get() == KeyType.S) {
        return AttributeValue.fromS(Literal.string(text));
      }
      if (value.n() == null) {
        throw invalid("is a condition on a number, but \"" + text + "\" is none.");
      }
      return value;
    }

    private AttributeValue keyValue(KeyAttribute known, String text) {
      try {
        return schema.valueOf(known, known.type() == KeyType.S ? Literal.string(text) : text);
      } catch (ProblemException e) {
        throw invalid("is a condition on a key. " + e.getMessage());
      }
    }

    private AttributeValue part(String text) {
      if (key.isPresent() && key.get().type() == KeyType.N) {
        throw invalid("works on strings, but the key " + key.get().name() + " is a number.");
      }
      if (key.isPresent()) {
        return keyValue(key.get(), text);
      }
      return operator == Operator.PREFIX
          ? AttributeValue.fromS(Literal.string(text))
          : Literal.scalar(text);
    }

    private ProblemException invalid(String complaint) {
      return invalid(name, complaint);
    }

    private static ProblemException invalid(String name, String complaint) {
      return new ProblemException(
              ProblemType.INVALID_PARAMETER, "The query parameter " + name + " " + complaint)
          .with("parameter", name);
    }
  }
}
