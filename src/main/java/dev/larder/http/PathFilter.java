package dev.larder.http;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.PathSegments;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Answers what needs no resource: paths that are not valid, and OPTIONS, which the router answers
 * with the methods of a whole class.
 */
@Singleton
class PathFilter {
  /**
   * What the server resolves before it chooses a resource, of which this filter must not differ.
   */
  private static final Pattern DOTS = Pattern.compile("/(?:\\.|%2[Ee]){1,2}(?:/|$)");

  private final AllowedMethods allowed;

  PathFilter(AllowedMethods allowed) {
    this.allowed = allowed;
  }

  /**
   * @throws ProblemException {@code invalid-path}, or {@code not-found} for OPTIONS
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
    return request.method().name().equals("OPTIONS") ? options(path) : null;
  }

  private Response options(String path) {
    List<String> methods = allowed.of(path);
    if (methods.isEmpty()) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, Problems.detail(ProblemType.NOT_FOUND, null));
    }
    List<String> patches = allowed.patches(path);
    return Response.noContent()
        .header(HttpHeaders.ALLOW, String.join(", ", methods))
        .header("Accept-Patch", patches.isEmpty() ? null : String.join(", ", patches))
        .build();
  }
}
