package dev.larder.http;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Sets Cache-Control so that caches revalidate a response before they reuse it (RFC 9111, section
 * 5.2.2), and shared caches do not store it: callers may see different items. Without the field, a
 * cache may reuse a response with Last-Modified for some time (section 4.2.2).
 */
@Singleton
public class CacheFilter {
  /** The value of Cache-Control, unless the resource sets another. */
  public static final String ASK_AGAIN = "private, no-cache";

  @ServerResponseFilter
  public void filter(ContainerResponseContext response) {
    if (!response.getHeaders().containsKey(HttpHeaders.CACHE_CONTROL)) {
      response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, ASK_AGAIN);
    }
  }
}
