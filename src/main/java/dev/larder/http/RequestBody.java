package dev.larder.http;

import io.quarkus.vertx.http.runtime.QuarkusHttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * The body of a request as it came, for what looks at it before a resource does.
 *
 * @param bytes empty where there is none
 */
public record RequestBody(byte[] bytes) {

  public static RequestBody of(HttpServerRequest request) {
    return ((QuarkusHttpHeaders) request.headers()).getContextObject(RequestBody.class);
  }
}
