package dev.larder.lambda.gateway;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/**
 * Joins header fields again. quarkus-amazon-lambda-http splits the value of every field at its
 * commas, dates and user agents too, and drops commas at the end; a resource that reads a field's
 * first value would get a part of it.
 */
@Singleton
class SplitHeaderFields {
  /** Of all filters the first: CORS and authentication read fields too. */
  private static final int FIRST = Integer.MAX_VALUE;

  /**
   * Keeps commas at the end from being dropped; no character, but a value may have it all the same.
   */
  private static final String END = "\uFFFF";

  void register(@Observes Filters filters) {
    filters.register(SplitHeaderFields::join, FIRST);
  }

  /** Prepares fields for being split. */
  static void mark(Map<String, String> fields) {
    fields.replaceAll(
        (name, value) ->
            value.indexOf(',') >= 0 && (value.endsWith(",") || value.endsWith(END))
                ? value + END
                : value);
  }

  private static void join(RoutingContext context) {
    join(context.request().headers());
    context.next();
  }

  static void join(MultiMap fields) {
    Map<String, StringBuilder> split = null;
    String last = null;
    String lastValue = null;
    // The parts of a field follow each other.
    for (Map.Entry<String, String> field : fields) {
      String name = field.getKey();
      if (name.equals(last)) {
        if (split == null) {
          split = new HashMap<>();
        }
        String first = lastValue;
        split
            .computeIfAbsent(name, absent -> new StringBuilder(first))
            .append(',')
            .append(field.getValue());
      }
      last = name;
      lastValue = field.getValue();
    }
    if (split != null) {
      split.forEach((name, value) -> fields.set(name, unmarked(value)));
    }
  }

  private static String unmarked(StringBuilder value) {
    int end = value.length() - END.length();
    return value.substring(end).equals(END) ? value.substring(0, end) : value.toString();
  }
}
