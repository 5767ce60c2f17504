package dev.larder.access;

import dev.larder.lambda.HttpEvent;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request of the caller of {@link Worlds}. It may use what an earlier response had: {@code
 * %ETAG%} is the last entity tag without its quotes, {@code %NEXT%} the last cursor, {@code
 * %ALTERED%} that with another character in it.
 *
 * @param body null for none
 */
record Attack(String method, String path, Map<String, String> headers, String body) {

  static Attack of(String method, String path) {
    return new Attack(method, path, Map.of(), null);
  }

  Attack header(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Attack(method, path, more, body);
  }

  Attack body(String type, String text) {
    return new Attack(method, path, headers, text).header("Content-Type", type);
  }

  HttpEvent event(Map<String, String> memory) {
    HttpEvent event = HttpEvent.of(method, recalled(path, memory));
    if (body != null) {
      event.json(recalled(body, memory));
    }
    headers.forEach((name, value) -> event.header(name, recalled(value, memory)));
    return event;
  }

  private static String recalled(String text, Map<String, String> memory) {
    String recalled = text;
    for (Map.Entry<String, String> each : memory.entrySet()) {
      recalled = recalled.replace(each.getKey(), each.getValue());
    }
    return recalled;
  }
}
