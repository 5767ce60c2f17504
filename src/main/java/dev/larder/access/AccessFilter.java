package dev.larder.access;

import dev.larder.access.AccessRules.Right;
import dev.larder.http.CollectionRoutes;
import dev.larder.http.OwnResources;
import dev.larder.http.Permission;
import dev.larder.http.ReadsCollection;
import dev.larder.http.RequiresCaller;
import dev.larder.http.WritesCollection;
import dev.larder.problem.ProblemException;
import dev.larder.table.CollectionRegistry;
import dev.larder.text.PathSegments;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses requests without the required rights before their bodies are read. {@link
 * RoleBasedAccess} checks again when a resource gets a collection.
 */
@Singleton
public class AccessFilter {
  private final RoleBasedAccess access;
  private final OwnResources own;
  private final CollectionRoutes routes;

  AccessFilter(RoleBasedAccess access, OwnResources own, CollectionRoutes routes) {
    this.access = access;
    this.own = own;
    this.routes = routes;
  }

  /**
   * @throws ProblemException {@code unauthorized}, or {@code invalid-path}
   */
  @ServerRequestFilter(preMatching = true, priority = Priorities.AUTHENTICATION)
  public void requireCallerBeforeMatching(HttpServerRequest request) {
    if (!access.isCallerKnown() && !isForEverybody(request.path())) {
      access.requireCallerOrPublic(first(routes.route(request.path())));
    }
  }

  private boolean isForEverybody(String path) {
    return own.at(path).stream()
        .anyMatch(endpoint -> endpoint.permission().kind() == Permission.Kind.EVERYBODY);
  }

  private static String first(String path) {
    int end = path.indexOf('/', 1);
    String segment = path.substring(Math.min(1, path.length()), end < 0 ? path.length() : end);
    return segment.isEmpty() ? "" : PathSegments.decode(segment).get(0);
  }

  /**
   * @throws ProblemException {@code unauthorized}
   */
  @RequiresCaller
  @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
  public void requireCaller() {
    access.requireCaller();
  }

  /**
   * @throws ProblemException {@code unauthorized} or {@code forbidden}
   */
  @ReadsCollection
  @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
  public void requireRead(UriInfo uri) {
    access.require(collection(uri), List.of(Right.READ));
  }

  /**
   * @throws ProblemException {@code unauthorized} or {@code forbidden}
   */
  @WritesCollection
  @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
  public void requireWrite(UriInfo uri) {
    access.require(collection(uri), List.of(Right.WRITE));
  }

  private static String collection(UriInfo uri) {
    String named = uri.getPathParameters().getFirst("collection");
    return named == null ? CollectionRegistry.DEFAULT : named;
  }
}
