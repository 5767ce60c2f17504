package dev.larder.net;

import java.util.List;
import java.util.Map;

/**
 * An HTTP/1.1 response.
 *
 * @param fields header field values by name; lookups ignore case
 * @param body empty if the response has no content
 * @param keepsConnection whether the connection can carry another request
 */
public record HttpResponse(
    int status,
    String reason,
    Map<String, List<String>> fields,
    byte[] body,
    boolean keepsConnection) {

  /** The first value of a header field; null if the field is absent. */
  public String field(String name) {
    List<String> values = fields.get(name);
    return values == null ? null : values.get(0);
  }
}
