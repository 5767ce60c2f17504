package dev.larder.lambda;

import java.time.Duration;

/** An execution environment of one function, which hands it events one by one. */
interface Environment extends AutoCloseable {
  /**
   * Invokes the function under a request id and waits for its response.
   *
   * @param timeout the function's time from taking the event; it sees it as its deadline
   */
  RuntimeApi.Outcome invoke(String requestId, byte[] event, Duration timeout);

  /** Says that the function is dead, so that nobody waits for it. */
  void fail(Throwable cause);

  @Override
  void close();
}
