package dev.larder.lambda.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/** Reads queries from events that have one or several values for each parameter. */
final class QueryStrings {
  private QueryStrings() {}

  /**
   * Builds the query of an event; null if it has none. The order of different parameters may be
   * lost.
   *
   * @param encoding percent-encodes names and values
   */
  static String read(Event event, UnaryOperator<String> encoding) {
    JsonNode several = event.member("multiValueQueryStringParameters");
    JsonNode parameters = several.isEmpty() ? event.member("queryStringParameters") : several;
    if (parameters.isEmpty()) {
      return null;
    }
    StringJoiner query = new StringJoiner("&");
    parameters
        .properties()
        .forEach(
            parameter -> {
              String name = encoding.apply(parameter.getKey());
              if (parameter.getValue().isArray()) {
                parameter.getValue().forEach(value -> add(query, name, value, encoding));
              } else {
                add(query, name, parameter.getValue(), encoding);
              }
            });
    return query.toString();
  }

  private static void add(
      StringJoiner query, String name, JsonNode value, UnaryOperator<String> encoding) {
    query.add(value.isNull() ? name : name + '=' + encoding.apply(value.asText()));
  }
}
