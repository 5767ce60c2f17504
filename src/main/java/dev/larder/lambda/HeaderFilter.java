package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Gives header fields back the form in which they came: the extension splits them at commas. */
@Singleton
class HeaderFilter {
  /** Before all other filters, which look at the fields. */
  private static final int FIRST = 0;

  private final APIGatewayV2HTTPEvent event;

  HeaderFilter(APIGatewayV2HTTPEvent event) {
    this.event = event;
  }

  @ServerRequestFilter(preMatching = true, priority = FIRST)
  public void join(HttpServerRequest request) {
    Map<String, String> headers = event.getHeaders();
    if (headers != null) {
      headers.forEach(
          (name, value) -> {
            if (value != null && value.indexOf(',') >= 0) {
              request.headers().set(name, value);
            }
          });
    }
  }
}
