package dev.larder.lambda.gateway;

import dev.larder.event.Event;

/** How a gateway puts HTTP requests into events, and takes answers. */
interface PayloadFormat {

  boolean accepts(Event event);

  /** The request of an event that it accepts, with the API's own path. */
  GatewayRequest read(Event event);

  /** The answer's JSON, in UTF-8. */
  byte[] write(GatewayResponse response);

  default GatewayLimits limits() {
    return GatewayLimits.API_GATEWAY;
  }
}
