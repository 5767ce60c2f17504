package dev.larder.http;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Has caches ask again before they use an answer (RFC 9111, section 5.2.2), and keep none for
 * others: what one caller may see another may not, and without this an answer with Last-Modified
 * may be used for some time (section 4.2.2).
 */
@Singleton
public class CacheFilter {
  /** The field's value, where nothing else is said. */
  public static final String ASK_AGAIN = "private, no-cache";

  @ServerResponseFilter
  public void filter(ContainerResponseContext response) {
    if (!response.getHeaders().containsKey(HttpHeaders.CACHE_CONTROL)) {
      response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, ASK_AGAIN);
    }
  }
}
