package dev.larder.http;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.PathSegments;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Handles requests that need no resource: it rejects invalid paths, and it responds to OPTIONS, for
 * which the router would list the methods of a whole class.
 */
@Singleton
public class PathFilter {
  /**
   * Dot segments, which the server resolves before it selects a resource; this filter would see
   * another path.
   */
  private static final Pattern DOTS = Pattern.compile("/\\.{1,2}(?:/|$)");

  private final AllowedMethods allowed;
  private final OwnResources own;
  private final CollectionRoutes routes;

  PathFilter(AllowedMethods allowed, OwnResources own, CollectionRoutes routes) {
    this.allowed = allowed;
    this.own = own;
    this.routes = routes;
  }

  /**
   * @return the response to OPTIONS; null to continue with the resource
   * @throws ProblemException {@code invalid-path}, or {@code not-found} for OPTIONS
   * @throws NotAllowedException if the path is the owner's and does not support the method
   */
  @ServerRequestFilter(preMatching = true)
  public Response filter(HttpServerRequest request, ContainerRequestContext context) {
    String path = request.path();
    if (path.length() > 1 && (path.endsWith("/") || path.contains("//"))) {
      throw PathSegments.empty();
    }
    if (DOTS.matcher(path).find()) {
      throw PathSegments.dots();
    }
    String method = request.method().name();
    boolean isOwn = !own.at(path).isEmpty();
    if (!isOwn) {
      routes.requireDeclared(path);
    }
    if (method.equals("OPTIONS")) {
      return options(path);
    }
    if (isOwn) {
      requireSupport(method, path);
    } else {
      route(path, context);
    }
    return null;
  }

  private void route(String path, ContainerRequestContext context) {
    String served = routes.route(path);
    if (!served.equals(path)) {
      String query = context.getUriInfo().getRequestUri().getRawQuery();
      context.setRequestUri(URI.create(query == null ? served : served + "?" + query));
    }
  }

  private static ProblemException notFound() {
    return new ProblemException(
        ProblemType.NOT_FOUND, FrameworkProblems.detail(ProblemType.NOT_FOUND, null));
  }

  /** Of a path of the owner's, the router would try the other methods as those of an item. */
  private void requireSupport(String method, String path) {
    if (!allowed.methodsOf(path).contains(method)) {
      throw new NotAllowedException(Response.status(Response.Status.METHOD_NOT_ALLOWED).build());
    }
  }

  private Response options(String path) {
    List<String> methods = allowed.methodsOf(path);
    if (methods.isEmpty()) {
      throw notFound();
    }
    List<String> patches = allowed.patchMediaTypesOf(path);
    return Response.noContent()
        .header(HttpHeaders.ALLOW, String.join(", ", methods))
        .header("Accept-Patch", patches.isEmpty() ? null : String.join(", ", patches))
        .build();
  }
}
