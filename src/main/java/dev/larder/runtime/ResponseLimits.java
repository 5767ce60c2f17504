package dev.larder.runtime;

import jakarta.enterprise.context.RequestScoped;
import java.time.Duration;

/** How large the response to a request may be and how late, as what carries it allows. */
@RequestScoped
public class ResponseLimits {
  /** Lambda's longest time-out: as a limit none beside the invocation's own. */
  public static final Duration LONGEST = Duration.ofMinutes(15);

  private int bodyBytes = ResponseSize.MAX_BYTES;
  private Duration time = LONGEST;

  /** Bytes of the body as {@link ResponseSize#carriedBytes} counts them. */
  public int bodyBytes() {
    return bodyBytes;
  }

  /** How long the request is waited for, from its beginning. */
  public Duration time() {
    return time;
  }

  /** Says what they are. */
  public void are(int bodyBytes, Duration time) {
    this.bodyBytes = bodyBytes;
    this.time = time;
  }
}
