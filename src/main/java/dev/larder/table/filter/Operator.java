package dev.larder.table.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The operator of a filter, as in {@code year[gte]=1970}. */
public enum Operator {
  EQ,
  NE,
  LT,
  LTE,
  GT,
  GTE,
  BETWEEN,
  PREFIX,
  CONTAINS,
  IN,
  EXISTS;

  /** The operator's name in a request, in lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Operator> of(String text) {
    return Arrays.stream(values()).filter(operator -> operator.text().equals(text)).findFirst();
  }

  static String all() {
    return Arrays.stream(values()).map(Operator::text).collect(Collectors.joining(", "));
  }

  /** Whether the operator needs ordered values: strings, numbers or binary. */
  boolean needsOrder() {
    return List.of(LT, LTE, GT, GTE, BETWEEN).contains(this);
  }
}
