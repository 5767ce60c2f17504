package dev.larder.event;

import dev.larder.http.Identity;
import dev.larder.runtime.ResponseSize;
import java.util.Map;

/**
 * A request to the HTTP API that did not come from a gateway.
 *
 * @param path percent-encoded, with the query after a question mark
 * @param headers one value per name; names in any case
 * @param body null for no body
 * @param caller on whose behalf the request is made
 * @param maxBodyBytes the largest response body in bytes, as {@link ResponseSize#jsonStringBytes}
 *     counts them; a response with several parts omits the last ones to stay within it
 * @param step the step of a job that the request is; null if it is none
 */
public record ApiRequest(
    String method,
    String path,
    Map<String, String> headers,
    byte[] body,
    Identity caller,
    int maxBodyBytes,
    JobStep step) {

  /** A request whose response may be as large as Lambda accepts. */
  public ApiRequest(
      String method, String path, Map<String, String> headers, byte[] body, Identity caller) {
    this(method, path, headers, body, caller, ResponseSize.MAX_BYTES, null);
  }

  /**
   * The same request as a step of a job.
   *
   * @param maxBodyBytes the limit for the body of the response that the job keeps
   */
  public ApiRequest asStep(JobStep step, int maxBodyBytes) {
    return new ApiRequest(method, path, headers, body, caller, maxBodyBytes, step);
  }
}
