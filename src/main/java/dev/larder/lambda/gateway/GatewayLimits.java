package dev.larder.lambda.gateway;

import dev.larder.runtime.ResponseLimits;
import dev.larder.runtime.ResponseSize;
import java.time.Duration;

/**
 * The limits of a gateway for a response.
 *
 * @param bytes the largest size of the whole JSON
 * @param bodyBytes the largest size of the body alone, as {@link ResponseSize#carriedBytes} counts
 *     it; the rest is for header fields
 * @param time the longest time since the beginning of the request
 */
record GatewayLimits(int bytes, int bodyBytes, Duration time) {
  /** The quotas of an invocation ("Lambda quotas" in the Lambda developer guide). */
  static final GatewayLimits LAMBDA =
      new GatewayLimits(6_291_556, ResponseSize.MAX_BYTES, ResponseLimits.LONGEST);

  /** API Gateway accepts larger responses than Lambda, and waits 29 or 30 seconds. */
  static final GatewayLimits API_GATEWAY =
      new GatewayLimits(LAMBDA.bytes(), LAMBDA.bodyBytes(), Duration.ofSeconds(29));

  /**
   * A load balancer accepts 1 MB of JSON; whether that means 10^6 or 2^20 bytes is not documented.
   * It waits as long as API Gateway.
   */
  static final GatewayLimits LOAD_BALANCER =
      new GatewayLimits(1_000_000, 900_000, API_GATEWAY.time());

  /** The same limits with another body size. */
  GatewayLimits withBody(int mostBytes) {
    return new GatewayLimits(bytes, mostBytes, time);
  }
}
