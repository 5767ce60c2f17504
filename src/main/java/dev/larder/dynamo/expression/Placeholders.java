package dev.larder.dynamo.expression;

import dev.larder.dynamo.item.ItemSize;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.JsonInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes the expressions of one call to DynamoDB. They share their placeholders, which stand for
 * all attribute names and values in the text.
 *
 * <p>What exceeds DynamoDB's limits for expressions ("Quotas in Amazon DynamoDB" of the developer
 * guide) is a {@link ProblemException} {@code invalid-parameter}, since only the conditions, fields
 * and changes of a request can be as long.
 */
public final class Placeholders {
  /** The longest text of an expression, in bytes. */
  private static final int MAX_TEXT = 4096;

  /** The names and values of all expressions, in bytes. */
  private static final int MAX_SUBSTITUTED = 2 << 20;

  private static final String CONDITIONS = "conditions or fields";

  private static final AttributeValue ZERO = AttributeValue.fromN("0");

  private static final AttributeValue EMPTY = AttributeValue.fromL(List.of());

  private final Map<String, String> placeholders = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();
  private long substituted;

  /** The attribute names by placeholder; null if there are none, as the SDK requires. */
  public Map<String, String> names() {
    return names.isEmpty() ? null : names;
  }

  /** The values by placeholder; null if there are none, as the SDK requires. */
  public Map<String, AttributeValue> values() {
    return values.isEmpty() ? null : values;
  }

  /**
   * Checks that a call can have a condition, before it is made together with others.
   *
   * @throws ProblemException {@code invalid-parameter}
   */
  public static void require(Condition condition) {
    new Placeholders().text(condition);
  }

  /** The expression of a condition; null for {@link Condition#ALWAYS}. */
  public String text(Condition condition) {
    if (condition.isAlways()) {
      return null;
    }
    Writer writer = new Writer();
    writer.condition(condition);
    return limited(writer.text.toString(), CONDITIONS);
  }

  /**
   * Checks that a call can make an update.
   *
   * @throws ProblemException {@code invalid-parameter}
   */
  public static void require(Update update) {
    new Placeholders().text(update);
  }

  /** The UpdateExpression. */
  public String text(Update update) {
    Map<String, List<String>> clauses = new LinkedHashMap<>();
    for (Change change : update.changes()) {
      clauses
          .computeIfAbsent(clause(change), absent -> new ArrayList<>())
          .add(action(change, path(change.path())));
    }
    return limited(
        clauses.entrySet().stream()
            .map(clause -> clause.getKey() + " " + String.join(", ", clause.getValue()))
            .collect(Collectors.joining(" ")),
        "changes");
  }

  /** ADD is documented for attributes only, not for values inside of them. */
  private static String clause(Change change) {
    return switch (change.kind()) {
      case REMOVE -> "REMOVE";
      case DELETE -> "DELETE";
      case ADD -> change.path().isAttribute() ? "ADD" : "SET";
      default -> "SET";
    };
  }

  private String action(Change change, String path) {
    return switch (change.kind()) {
      case SET -> path + " = " + value(change.value());
      case SET_IF_ABSENT -> path + " = " + orElse(path, change.value());
      case ADD ->
          change.path().isAttribute()
              ? path + " " + value(change.value())
              : path + " = " + orElse(path, ZERO) + " + " + value(change.value());
      case APPEND ->
          path + " = list_append(" + orElse(path, EMPTY) + ", " + value(change.value()) + ")";
      case PREPEND ->
          path + " = list_append(" + value(change.value()) + ", " + orElse(path, EMPTY) + ")";
      case REMOVE -> path;
      case DELETE -> path + " " + value(change.value());
    };
  }

  private String orElse(String path, AttributeValue other) {
    return "if_not_exists(" + path + ", " + value(other) + ")";
  }

  private String path(DocumentPath path) {
    StringBuilder text = new StringBuilder();
    for (DocumentPath.Step step : path.steps()) {
      if (step instanceof DocumentPath.Member member) {
        text.append(text.isEmpty() ? "" : ".").append(name(member.name()));
      } else if (step instanceof DocumentPath.Element element) {
        text.append('[').append(element.index()).append(']');
      }
    }
    return text.toString();
  }

  /** The ProjectionExpression; null for {@link Projection#ALL}. */
  public String text(Projection projection) {
    return projection.isAll()
        ? null
        : limited(
            projection.paths().stream().map(this::path).collect(Collectors.joining(", ")),
            CONDITIONS);
  }

  private static String limited(String text, String what) {
    if (text.length() > MAX_TEXT) {
      throw tooLong(
          "The "
              + what
              + " make an expression of "
              + text.length()
              + " bytes without their names and values, but DynamoDB's limit is "
              + MAX_TEXT
              + " (4 KB). Send fewer of them.");
    }
    return text;
  }

  private void count(long bytes) {
    substituted += bytes;
    if (substituted > MAX_SUBSTITUTED) {
      throw tooLong(
          "The names and values of the expressions have more bytes than DynamoDB's limit of "
              + MAX_SUBSTITUTED
              + " (2 MB). Send fewer or shorter ones.");
    }
  }

  private static ProblemException tooLong(String detail) {
    return new ProblemException(ProblemType.INVALID_PARAMETER, detail);
  }

  private String path(List<String> path) {
    return path.stream().map(this::name).collect(Collectors.joining("."));
  }

  private String name(String name) {
    return placeholders.computeIfAbsent(
        name,
        absent -> {
          count(lengthOf(name));
          String placeholder = "#" + names.size();
          names.put(placeholder, name);
          return placeholder;
        });
  }

  private static long lengthOf(String name) {
    long length = ItemSize.text(name);
    if (length > JsonInput.MAX_NAME_LENGTH) {
      throw tooLong(
          "A name in the conditions, fields or changes has "
              + length
              + " bytes, but DynamoDB's limit for the name of an attribute is "
              + JsonInput.MAX_NAME_LENGTH
              + ".");
    }
    return length;
  }

  private String value(AttributeValue value) {
    count(ItemSize.of(value));
    String placeholder = ":" + values.size();
    values.put(placeholder, value);
    return placeholder;
  }

  private final class Writer {
    private final StringBuilder text = new StringBuilder();

    void condition(Condition condition) {
      if (condition instanceof Condition.Exists exists) {
        function("attribute_exists", exists.path());
      } else if (condition instanceof Condition.Compared compared) {
        text.append(path(compared.path())).append(' ').append(compared.comparison().symbol());
        text.append(' ').append(value(compared.value()));
      } else if (condition instanceof Condition.Between between) {
        text.append(path(between.path())).append(" BETWEEN ");
        text.append(value(between.least())).append(" AND ").append(value(between.most()));
      } else if (condition instanceof Condition.In in) {
        in(in);
      } else if (condition instanceof Condition.StartsWith startsWith) {
        function("begins_with", startsWith.path(), startsWith.prefix());
      } else if (condition instanceof Condition.Contains contains) {
        function("contains", contains.path(), contains.value());
      } else if (condition instanceof Condition.Not not) {
        text.append("NOT (");
        condition(not.condition());
        text.append(')');
      } else if (condition instanceof Condition.All all) {
        joined(all.conditions(), " AND ", ") OR ");
      } else if (condition instanceof Condition.Any any) {
        joined(any.conditions(), " OR ", ") AND ");
      }
    }

    private void function(String function, List<String> path, AttributeValue... operands) {
      text.append(function).append('(').append(path(path));
      for (AttributeValue operand : operands) {
        text.append(", ").append(value(operand));
      }
      text.append(')');
    }

    private void in(Condition.In in) {
      if (in.values().isEmpty()) {
        function("attribute_exists", in.path());
        text.append(" AND ");
        function("attribute_not_exists", in.path());
        return;
      }
      text.append(path(in.path())).append(" IN (");
      for (Iterator<AttributeValue> each = in.values().iterator(); each.hasNext(); ) {
        text.append(value(each.next())).append(each.hasNext() ? ", " : ")");
      }
    }

    private void joined(List<Condition> conditions, String conjunction, String ofNone) {
      if (conditions.isEmpty()) {
        String any = name("any");
        text.append("attribute_exists(").append(any).append(ofNone).append("attribute_not_exists(");
        text.append(any).append(')');
      } else if (conditions.size() == 1) {
        condition(conditions.get(0));
      } else {
        for (Iterator<Condition> each = conditions.iterator(); each.hasNext(); ) {
          operand(each.next());
          text.append(each.hasNext() ? conjunction : "");
        }
      }
    }

    /** Adds parentheses only if they are needed: DynamoDB rejects redundant ones. */
    private void operand(Condition condition) {
      if (isComposite(condition)) {
        text.append('(');
        condition(condition);
        text.append(')');
      } else {
        condition(condition);
      }
    }

    private static boolean isComposite(Condition condition) {
      if (condition instanceof Condition.All all) {
        return all.conditions().size() != 1 || isComposite(all.conditions().get(0));
      } else if (condition instanceof Condition.Any any) {
        return any.conditions().size() != 1 || isComposite(any.conditions().get(0));
      }
      return condition instanceof Condition.In in && in.values().isEmpty();
    }
  }
}
