package dev.larder.net;

import java.util.List;
import java.util.Map;

/**
 * An answer of HTTP/1.1.
 *
 * @param fields values by name, whatever the case of the name
 * @param body empty where there is none
 * @param keepsConnection whether the connection takes another request
 */
public record HttpResponse(
    int status,
    String reason,
    Map<String, List<String>> fields,
    byte[] body,
    boolean keepsConnection) {

  /** The first value of a field; null where there is none. */
  public String field(String name) {
    List<String> values = fields.get(name);
    return values == null ? null : values.get(0);
  }
}
