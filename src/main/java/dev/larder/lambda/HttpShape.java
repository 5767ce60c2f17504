package dev.larder.lambda;

import dev.larder.event.Event;

/** How a gateway puts HTTP requests into events, and takes answers. */
interface HttpShape {

  boolean accepts(Event event);

  /** The request of an event that it accepts, with the API's own path. */
  GatewayRequest read(Event event);

  /** The answer's JSON, in UTF-8. */
  byte[] write(GatewayResponse answer);

  default Carrier carrier() {
    return Carrier.API_GATEWAY;
  }
}
