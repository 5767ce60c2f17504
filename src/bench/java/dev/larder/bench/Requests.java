package dev.larder.bench;

import dev.larder.lambda.RuntimeApi.Outcome;

/** What a contestant is asked, and has to answer. */
interface Requests {
  /** Returns the event of the n-th request. */
  byte[] event(int n);

  /**
   * Checks the answer to the n-th request.
   *
   * @throws BenchException if it is not the right one
   */
  void check(int n, Outcome answer);
}
