package dev.larder.event;

/** A request failed, completely or in part, and would fail again if it were repeated. */
public class RequestRefusedException extends InvocationFailedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param answer the response body: problem details as JSON (RFC 9457), or the results of a bulk
   *     request
   */
  public RequestRefusedException(String answer) {
    super(answer);
  }
}
