package dev.larder.dynamo;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition as DynamoDB takes it: text in which every name and value is a placeholder.
 *
 * @param text null where there is no condition; then the maps are null too, as the SDK wants them
 */
public record Expression(
    String text, Map<String, String> names, Map<String, AttributeValue> values) {

  public static Expression of(Condition condition) {
    if (condition.equals(Condition.ALWAYS)) {
      return new Expression(null, null, null);
    }
    Writer writer = new Writer();
    writer.condition(condition);
    return new Expression(
        writer.text.toString(),
        writer.names.isEmpty() ? null : writer.names,
        writer.values.isEmpty() ? null : writer.values);
  }

  private static final class Writer {
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> placeholders = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();

    void condition(Condition condition) {
      if (condition instanceof Condition.Exists exists) {
        text.append("attribute_exists(").append(name(exists.attribute())).append(')');
      } else if (condition instanceof Condition.Equal equal) {
        text.append(name(equal.attribute())).append(" = ").append(value(equal.value()));
      } else if (condition instanceof Condition.Less less) {
        text.append(name(less.attribute())).append(" < ").append(value(less.value()));
      } else if (condition instanceof Condition.Between between) {
        text.append(name(between.attribute())).append(" BETWEEN ");
        text.append(value(between.least())).append(" AND ").append(value(between.most()));
      } else if (condition instanceof Condition.In in) {
        in(in);
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

    private void in(Condition.In in) {
      String name = name(in.attribute());
      if (in.values().isEmpty()) {
        text.append("attribute_exists(").append(name).append(") AND attribute_not_exists(");
        text.append(name).append(')');
        return;
      }
      text.append(name).append(" IN (");
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

    /** DynamoDB refuses parentheses around parentheses. */
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

    private String name(String attribute) {
      return placeholders.computeIfAbsent(
          attribute,
          absent -> {
            String placeholder = "#" + names.size();
            names.put(placeholder, attribute);
            return placeholder;
          });
    }

    private String value(AttributeValue value) {
      String placeholder = ":" + values.size();
      values.put(placeholder, value);
      return placeholder;
    }
  }
}
