package dev.larder.lambda;

/** The event that the function was invoked with is none that it can answer. */
public class UnsupportedEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedEventException() {
    super(
        "The event is not an HTTP request. This function answers events of an API Gateway HTTP API"
            + " (payload format 2.0) or of a Lambda function URL: JSON objects with"
            + " requestContext.http.method, rawPath, headers and body.",
        null,
        false,
        false);
  }
}
