package dev.larder.item;

import dev.larder.dynamo.RequestCost;
import dev.larder.http.CacheControl;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Adds the header fields that every response has: Cache-Control, unless the resource sets it, and
 * the DynamoDB capacity and the time that the request consumed.
 */
@Singleton
public class ResponseHeadersFilter {
  private final RequestCost cost;

  ResponseHeadersFilter(RequestCost cost) {
    this.cost = cost;
  }

  @ServerResponseFilter
  public void filter(ContainerResponseContext response) {
    MultivaluedMap<String, Object> headers = response.getHeaders();
    if (!headers.containsKey(HttpHeaders.CACHE_CONTROL)) {
      headers.putSingle(HttpHeaders.CACHE_CONTROL, CacheControl.PRIVATE_NO_CACHE);
    }
    cost.consumed().ifPresent(value -> headers.putSingle("Larder-Consumed-Capacity", value));
    cost.timing().ifPresent(value -> headers.putSingle("Server-Timing", value));
  }
}
