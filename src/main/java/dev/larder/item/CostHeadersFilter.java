package dev.larder.item;

import dev.larder.dynamo.RequestCost;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Adds Larder-Consumed-Capacity and Server-Timing to every response: the DynamoDB capacity and the
 * time that the request consumed.
 */
@Singleton
class CostHeadersFilter {
  private final RequestCost cost;

  CostHeadersFilter(RequestCost cost) {
    this.cost = cost;
  }

  @ServerResponseFilter
  public void filter(ContainerResponseContext response) {
    cost.consumed()
        .ifPresent(value -> response.getHeaders().putSingle("Larder-Consumed-Capacity", value));
    cost.timing().ifPresent(value -> response.getHeaders().putSingle("Server-Timing", value));
  }
}
