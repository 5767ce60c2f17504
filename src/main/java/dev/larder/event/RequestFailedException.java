package dev.larder.event;

/** A request failed, completely or in part, and may succeed when it is repeated. */
public class RequestFailedException extends InvocationFailedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param answer the response body: problem details as JSON (RFC 9457), or the results of a bulk
   *     request
   */
  public RequestFailedException(String answer) {
    super(answer);
  }
}
