package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.larder.http.PathTemplate;
import dev.larder.runtime.ResponseLimits;
import io.quarkus.arc.ClientProxy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Tells resources what carries the response, and the log and the metrics which resource a request
 * matched.
 */
@Singleton
class MatchedResource {
  private final APIGatewayV2HTTPEvent event;
  private final ResponseLimits limits;
  private final Map<Method, String> routes = new ConcurrentHashMap<>();

  /**
   * @param event of the request at hand
   */
  MatchedResource(APIGatewayV2HTTPEvent event, ResponseLimits limits) {
    this.event = event;
    this.limits = limits;
  }

  @ServerRequestFilter(priority = Priorities.AUTHENTICATION - 1)
  public void matched(ResourceInfo resource) {
    // Requests to dev mode's own pages do not come through the function.
    if (ClientProxy.unwrap(event) instanceof GatewayRequest request) {
      request.setRoute(route(resource));
      limits.are(request.limits().bodyBytes(), request.limits().time());
    }
  }

  /** As in {@code /{collection}/{key}}: keys do not belong into logs. */
  private String route(ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    String route = routes.get(method);
    if (route == null) {
      route = PathTemplate.of(resource.getResourceClass(), method).readable();
      routes.put(method, route);
    }
    return route;
  }
}
