package dev.larder.http;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.PathSegments;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Answers what needs no resource: paths that are none, methods that a path does not take, OPTIONS.
 * JAX-RS alone would answer by class, with methods of other paths, and without Allow.
 */
@Singleton
class RouteFilter {
  /**
   * What the server resolves before it chooses a resource, of which this filter must not differ.
   */
  private static final Pattern DOTS = Pattern.compile("/(?:\\.|%2[Ee]){1,2}(?:/|$)");

  /**
   * @throws ProblemException {@code invalid-path}, {@code not-found} or {@code method-not-allowed}
   */
  @ServerRequestFilter(preMatching = true)
  public Response filter(HttpServerRequest request) {
    String path = request.path();
    if (path.length() > 1 && (path.endsWith("/") || path.contains("//"))) {
      throw PathSegments.empty();
    }
    if (DOTS.matcher(path).find()) {
      throw PathSegments.dots();
    }
    Route route =
        Route.of(path)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.NOT_FOUND, Problems.detail(ProblemType.NOT_FOUND, null)));
    String method = request.method().name();
    if (route.takes(method)) {
      return null;
    }
    if (method.equals("OPTIONS")) {
      return Response.noContent()
          .header(HttpHeaders.ALLOW, route.allow())
          .header("Accept-Patch", route.takes("PATCH") ? Problems.ACCEPT_PATCH : null)
          .build();
    }
    throw new ProblemException(
            ProblemType.METHOD_NOT_ALLOWED,
            Problems.detail(ProblemType.METHOD_NOT_ALLOWED, route.allow()))
        .withHeader(HttpHeaders.ALLOW, route.allow());
  }
}
