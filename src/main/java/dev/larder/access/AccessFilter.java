package dev.larder.access;

import dev.larder.access.Rules.Right;
import dev.larder.http.Route;
import dev.larder.problem.ProblemException;
import dev.larder.table.Collections;
import dev.larder.text.PathSegments;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a request to which its caller has no right before anything else is looked at. What it
 * lets pass is asked again by whoever gets a collection from {@link Access}.
 */
@Singleton
class AccessFilter {
  private final Access access;

  AccessFilter(Access access) {
    this.access = access;
  }

  /**
   * @throws ProblemException {@code unauthorized} or {@code forbidden}
   */
  @ServerRequestFilter(preMatching = true, priority = Priorities.AUTHENTICATION)
  public void filter(HttpServerRequest request) {
    access.requireCallerOrPublic();
    Route.of(request.path())
        .ifPresent(route -> filter(route, request.path(), request.method().name()));
  }

  private void filter(Route route, String path, String method) {
    switch (route) {
      case COLLECTION, ITEM -> access.require(collection(path), rights(method));
      case LOOKUP -> {
        if (method.equals("POST")) {
          access.require(Collections.DEFAULT, List.of(Right.READ));
        }
      }
      case TRANSACTIONS, JOBS, JOB_RESULT -> access.requireCaller();
      case OPENAPI, HEALTH -> {}
    }
  }

  private static String collection(String path) {
    int end = path.indexOf('/', 1);
    return PathSegments.decode(path.substring(1, end < 0 ? path.length() : end)).get(0);
  }

  private static List<Right> rights(String method) {
    return switch (method) {
      case "GET", "HEAD" -> List.of(Right.READ);
      case "PUT", "POST", "DELETE" -> List.of(Right.WRITE);
      case "PATCH" -> List.of(Right.READ, Right.WRITE);
      default -> List.of();
    };
  }
}
