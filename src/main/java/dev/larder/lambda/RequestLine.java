package dev.larder.lambda;

import java.util.Optional;

/**
 * What the log says of a request that was answered.
 *
 * @param route the path with names for its variable parts: keys do not belong in a log
 * @param coldStart whether it was the first of its container
 * @param consumed the answer's {@code Larder-Consumed-Capacity}
 */
record RequestLine(
    String requestId,
    String method,
    String route,
    int status,
    double durationMs,
    boolean coldStart,
    Optional<String> consumed) {

  @Override
  public String toString() {
    return method + " " + route + " " + status + " " + durationMs + " ms";
  }
}
