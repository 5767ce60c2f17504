package dev.larder.lambda;

import dev.larder.runtime.ResponseLimits;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Says how large the answer may be and how late, as what carries it allows. */
@Singleton
class CarrierFilter {
  private final ResponseLimits limits;

  CarrierFilter(ResponseLimits limits) {
    this.limits = limits;
  }

  @ServerRequestFilter(preMatching = true)
  public void limit(HttpServerRequest request) {
    Carrier carrier = Inbound.of(request).carrier();
    limits.are(carrier.bodyBytes(), carrier.time());
  }
}
