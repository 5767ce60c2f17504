package dev.larder.table.filter;

import dev.larder.dynamo.expression.AttributeValues;
import dev.larder.dynamo.item.DynamoNumber;
import dev.larder.problem.ProblemType;
import dev.larder.table.schema.KeyTemplate;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.Unicode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The range of a composed sort key in which all items are whose attribute lies within bounds. It
 * can contain others, so the bounds are evaluated again.
 */
final class ComposedRange {
  private final KeyTemplate template;
  private final KeyTemplate.Variable variable;
  private final String lead;

  private ComposedRange(KeyTemplate template, KeyTemplate.Variable variable, String lead) {
    this.template = template;
    this.variable = variable;
    this.lead = lead;
  }

  /**
   * The condition on the key attribute; empty if the bounds limit it no more than {@code lead}.
   *
   * @param lead the text before the attribute's value
   * @param bounds conditions on the attribute that need an order
   */
  static Optional<Filter> of(
      KeyTemplate template, KeyTemplate.Variable variable, String lead, List<Filter> bounds) {
    boolean ordered = variable.attribute().type() == KeyType.S || variable.digits() > 0;
    return bounds.isEmpty() || !ordered
        ? Optional.empty()
        : Optional.of(new ComposedRange(template, variable, lead).between(bounds));
  }

  private Filter between(List<Filter> bounds) {
    Optional<String> least =
        bounds.stream()
            .flatMap(bound -> bound.lowerBound().stream())
            .max(AttributeValues::compare)
            .map(this::atLeast);
    Optional<String> most =
        bounds.stream()
            .flatMap(bound -> bound.upperBound().stream())
            .min(AttributeValues::compare)
            .map(this::atMost)
            .or(() -> after(lead));
    String from = least.orElse(lead);
    if (most.isEmpty()) {
      return onKey(Operator.GTE, from);
    }
    if (from.isEmpty()) {
      return onKey(Operator.LTE, most.get());
    }
    // DynamoDB refuses a range that ends before it begins, as that of the whole numbers between
    // 1.2 and 1.7; one value suffices, since the bounds are evaluated again.
    return onKey(Operator.BETWEEN, from, later(from, most.get()));
  }

  private Filter onKey(Operator operator, String... values) {
    return new Filter(
        List.of(template.stored().name()),
        operator,
        Stream.of(values).map(AttributeValue::fromS).toList());
  }

  private static String later(String one, String other) {
    return AttributeValues.compare(AttributeValue.fromS(one), AttributeValue.fromS(other)) > 0
        ? one
        : other;
  }

  private String atLeast(AttributeValue bound) {
    return shortened(lead + text(bound, RoundingMode.CEILING));
  }

  private String atMost(AttributeValue bound) {
    String text = text(bound, RoundingMode.FLOOR);
    Optional<String> next = template.following(variable);
    String most = lead + text;
    if (next.isPresent()) {
      // A value that is a beginning of the bound is below it, but what follows may be above.
      for (int end = variable.digits() > 0 ? text.length() : 0; end <= text.length(); end++) {
        if (end == text.length() || !Character.isLowSurrogate(text.charAt(end))) {
          most = later(most, after(lead + text.substring(0, end) + next.get()).orElseThrow());
        }
      }
    }
    String shorter = shortened(most);
    return shorter.equals(most) ? most : after(shorter).orElse(shorter);
  }

  /** The text of a bound in the key; that of a number within the digits of the template. */
  private String text(AttributeValue bound, RoundingMode rounding) {
    if (variable.digits() == 0) {
      return bound.s();
    }
    BigDecimal most = BigDecimal.TEN.pow(variable.digits()).subtract(BigDecimal.ONE);
    BigDecimal whole =
        DynamoNumber.exact(bound.n()).setScale(0, rounding).max(BigDecimal.ZERO).min(most);
    return template.text(
        variable, AttributeValue.fromN(whole.toPlainString()), ProblemType.INVALID_PARAMETER);
  }

  /** A beginning of the text that DynamoDB accepts as a sort key. */
  static String shortened(String text) {
    String shorter = text;
    while (Unicode.utf8Length(shorter) > TableSchema.MAX_SORT_BYTES) {
      int excess = (Unicode.utf8Length(shorter) - TableSchema.MAX_SORT_BYTES + 3) / 4;
      int end = shorter.length() - excess;
      shorter = shorter.substring(0, Character.isLowSurrogate(shorter.charAt(end)) ? end - 1 : end);
    }
    return shorter;
  }

  /** A text that sorts after all that begin with the given one; empty if none does. */
  private static Optional<String> after(String text) {
    String rest = text;
    while (!rest.isEmpty()) {
      int last = rest.codePointBefore(rest.length());
      rest = rest.substring(0, rest.length() - Character.charCount(last));
      if (last < Character.MAX_CODE_POINT) {
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return Optional.of(rest + Character.toString(next));
      }
    }
    return Optional.empty();
  }
}
