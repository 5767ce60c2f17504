package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.larder.http.PathTemplates;
import dev.larder.runtime.ResponseLimits;
import io.quarkus.arc.ClientProxy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Tells resources what carries the response, and the log and the metrics which resource a request
 * matched.
 */
@Singleton
class MatchedResource {
  private final APIGatewayV2HTTPEvent event;
  private final ResponseLimits limits;
  private final PathTemplates templates;

  /**
   * @param event of the request at hand
   */
  MatchedResource(APIGatewayV2HTTPEvent event, ResponseLimits limits, PathTemplates templates) {
    this.event = event;
    this.limits = limits;
    this.templates = templates;
  }

  @ServerRequestFilter(priority = Priorities.AUTHENTICATION - 1)
  public void matched(ResourceInfo resource) {
    // Requests to dev mode's own pages do not come through the function.
    if (ClientProxy.unwrap(event) instanceof GatewayRequest request) {
      request.setRoute(templates.of(resource));
      limits.are(request.limits().bodyBytes(), request.limits().time());
    }
  }
}
