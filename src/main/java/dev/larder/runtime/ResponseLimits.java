package dev.larder.runtime;

import jakarta.enterprise.context.RequestScoped;
import java.time.Duration;

/**
 * Limits on the size of the response to the current request, and on the time until it is sent.
 * Whatever delivers the response, such as a gateway, sets them.
 */
@RequestScoped
public class ResponseLimits {
  /**
   * Lambda's longest time-out. As a limit, it leaves the invocation's own deadline as the only one.
   */
  public static final Duration LAMBDA_MAX_TIMEOUT = Duration.ofMinutes(15);

  private int bodyBytes = ResponseSize.MAX_BYTES;
  private Duration time = LAMBDA_MAX_TIMEOUT;

  /** Bytes of the response body, counted by {@link ResponseSize#jsonStringBytes}. */
  public int bodyBytes() {
    return bodyBytes;
  }

  /** How long the client or gateway waits for the response, from the start of the request. */
  public Duration time() {
    return time;
  }

  /** Sets both limits. */
  public void set(int bodyBytes, Duration time) {
    this.bodyBytes = bodyBytes;
    this.time = time;
  }
}
