package dev.larder.lambda.gateway;

import dev.larder.runtime.ResponseLimits;
import dev.larder.runtime.ResponseSize;
import java.time.Duration;

/**
 * What takes an answer to whom it is for, and how much of it how late.
 *
 * @param bytes of the whole JSON
 * @param bodyBytes of the body alone, as {@link ResponseSize#carriedBytes} counts them: what is
 *     left is for header fields
 * @param time from the beginning of the request
 */
record GatewayLimits(int bytes, int bodyBytes, Duration time) {
  /** "Lambda quotas" of the Lambda developer guide. */
  static final GatewayLimits LAMBDA =
      new GatewayLimits(6_291_556, ResponseSize.MAX_BYTES, ResponseLimits.LONGEST);

  /** API Gateway takes larger answers than Lambda does, and waits for 29 or 30 seconds. */
  static final GatewayLimits API_GATEWAY =
      new GatewayLimits(LAMBDA.bytes(), LAMBDA.bodyBytes(), Duration.ofSeconds(29));

  /** 1 MB for the whole of the JSON, which may be 2^20 bytes, or not; it is waited for as above. */
  static final GatewayLimits LOAD_BALANCER =
      new GatewayLimits(1_000_000, 900_000, API_GATEWAY.time());

  /** The same with smaller bodies. */
  GatewayLimits withBody(int mostBytes) {
    return new GatewayLimits(bytes, mostBytes, time);
  }
}
