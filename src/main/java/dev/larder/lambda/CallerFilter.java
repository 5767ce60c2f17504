package dev.larder.lambda;

import dev.larder.http.Caller;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Takes the caller from what the authorizer has put into the event, never from the request. */
@Singleton
class CallerFilter {
  private final Caller caller;

  CallerFilter(Caller caller) {
    this.caller = caller;
  }

  @ServerRequestFilter(preMatching = true)
  public void identify(HttpServerRequest request) {
    caller.is(Inbound.of(request).caller());
  }
}
