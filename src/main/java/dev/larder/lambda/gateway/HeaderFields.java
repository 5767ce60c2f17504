package dev.larder.lambda.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import java.util.Map;
import java.util.TreeMap;

/** Header fields of events: one value or several under each name, which is in any case. */
final class HeaderFields {
  private static final String COOKIE = "cookie";

  private HeaderFields() {}

  /** The fields of an event, each with one value. */
  static Map<String, String> read(Event event) {
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    JsonNode several = event.member("multiValueHeaders");
    (several.isEmpty() ? event.member("headers") : several)
        .properties()
        .forEach(field -> add(fields, field.getKey(), field.getValue()));
    add(fields, COOKIE, event.member("cookies"));
    return fields;
  }

  private static void add(Map<String, String> fields, String name, JsonNode value) {
    if (value.isArray()) {
      value.forEach(each -> add(fields, name, each));
    } else if (value.isValueNode() && !value.isNull()) {
      // RFC 9110, section 5.3, and RFC 9113, section 8.2.3, for Cookie alone.
      String separator = name.equalsIgnoreCase(COOKIE) ? "; " : ", ";
      fields.merge(name, value.asText(), (first, next) -> first + separator + next);
    }
  }
}
