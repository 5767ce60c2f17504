package dev.larder.lambda;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Gives header fields back the form in which they came: the extension splits them at commas. */
@Singleton
class HeaderFilter {
  /** Before all other filters, which look at the fields. */
  private static final int FIRST = 0;

  @ServerRequestFilter(preMatching = true, priority = FIRST)
  public void join(HttpServerRequest request) {
    Map<String, String> headers = Inbound.of(request).getHeaders();
    headers.forEach(
        (name, value) -> {
          if (value.indexOf(',') >= 0) {
            request.headers().set(name, value);
          }
        });
  }
}
