package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.larder.event.CurrentJob;
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
 * Sets the response limits of the gateway and the step of a job for resources, and the matched path
 * template for log and metrics.
 */
@Singleton
public class MatchedResourceFilter {
  private final APIGatewayV2HTTPEvent event;
  private final ResponseLimits limits;
  private final CurrentJob job;
  private final Map<Method, String> routes = new ConcurrentHashMap<>();

  /**
   * @param event the event of the current request
   */
  MatchedResourceFilter(APIGatewayV2HTTPEvent event, ResponseLimits limits, CurrentJob job) {
    this.event = event;
    this.limits = limits;
    this.job = job;
  }

  @ServerRequestFilter(priority = Priorities.AUTHENTICATION - 1)
  public void matched(ResourceInfo resource) {
    // Requests to the pages of dev mode do not come through the function.
    if (ClientProxy.unwrap(event) instanceof GatewayRequest request) {
      request.setRoute(route(resource));
      limits.set(request.limits().bodyBytes(), request.limits().time());
      if (request.jobStep() != null) {
        job.set(request.jobStep());
      }
    }
  }

  /**
   * The path template, as in {@code /{collection}/{key}}; the path itself has keys, which do not
   * belong in logs.
   */
  private String route(ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    String route = routes.get(method);
    if (route == null) {
      route = PathTemplate.of(resource.getResourceClass(), method).withoutExpressions();
      routes.put(method, route);
    }
    return route;
  }
}
