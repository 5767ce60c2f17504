package dev.larder.lambda.gateway;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/**
 * Joins split header fields. quarkus-amazon-lambda-http splits the value of every field at its
 * commas, even of dates and user agents, and drops trailing commas. A resource that reads the first
 * value of a field would get only a part of it.
 */
@Singleton
class SplitHeaderFields {
  /** Runs before all other filters, because CORS and authentication read header fields too. */
  private static final int FIRST = Integer.MAX_VALUE;

  /**
   * Marks the end of a value, to protect trailing commas. U+FFFF is a noncharacter; a value that
   * ends with it anyway gets a second one.
   */
  private static final String END = "\uFFFF";

  void register(@Observes Filters filters) {
    filters.register(SplitHeaderFields::join, FIRST);
  }

  /** Marks values with trailing commas before the extension splits them. */
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
    // The parts of a field are adjacent.
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
