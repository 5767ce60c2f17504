package dev.larder.event;

/** A request did not succeed, or not in all of its parts, and a repeat may. */
public class RequestFailedException extends InvocationFailedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param answer the answer's body: problem details as JSON (RFC 9457), or the results of a bulk
   *     request's entries
   */
  public RequestFailedException(String answer) {
    super(answer);
  }
}
