package dev.larder.event;

import dev.larder.http.Identity;
import dev.larder.runtime.ResponseSize;
import java.util.Map;

/**
 * A request to the HTTP API that came by another way.
 *
 * @param path percent-encoded, with the query behind a question mark
 * @param headers names in any case, each once
 * @param body null where there is none
 * @param caller for whom the request is made
 * @param mostBytes of the answer's body, as {@link ResponseSize#carriedBytes} counts them; what has
 *     many parts leaves the last ones out
 */
public record ApiRequest(
    String method,
    String path,
    Map<String, String> headers,
    byte[] body,
    Identity caller,
    int mostBytes) {

  /** A request whose answer may be as large as Lambda takes it. */
  public ApiRequest(
      String method, String path, Map<String, String> headers, byte[] body, Identity caller) {
    this(method, path, headers, body, caller, ResponseSize.MAX_BYTES);
  }

  /** The same request with no larger an answer. */
  public ApiRequest answeredWithin(int bytes) {
    return new ApiRequest(method, path, headers, body, caller, bytes);
  }
}
