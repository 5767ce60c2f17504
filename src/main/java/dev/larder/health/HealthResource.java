package dev.larder.health;

import dev.larder.http.CacheControl;
import dev.larder.http.QueryParameters;
import dev.larder.http.UnsupportedFields;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.CollectionAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code GET /_health}: readiness for monitors and load balancers, and the build that is running.
 */
@Path("/_health")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
  private final HealthCheck check;
  private final BuildInfo build;
  private final CollectionAccess access;

  HealthResource(HealthCheck check, BuildInfo build, CollectionAccess access) {
    this.check = check;
    this.build = build;
    this.access = access;
  }

  /**
   * Returns 200 if every table is ready, with as many details as the caller may know.
   *
   * @throws ProblemException {@code unavailable} if a table is not ready
   */
  @GET
  public Response get(
      @Context UriInfo uri, @Context HttpHeaders headers, @Context Request request) {
    QueryParameters.of(uri);
    UnsupportedFields.refuseOnRead(headers, request, "Read the whole response.");
    HealthReport health = check.get();
    if (!health.isReady()) {
      throw unavailable(health);
    }
    return Response.ok(ready(health))
        .header(HttpHeaders.CACHE_CONTROL, CacheControl.NO_STORE)
        .build();
  }

  private Map<String, Object> ready(HealthReport health) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", TableHealth.READY.toString());
    if (!access.isCallerKnown()) {
      return answer;
    }
    answer.put("version", build.version());
    build
        .commit()
        .ifPresent(
            commit -> {
              Map<String, String> built = new LinkedHashMap<>();
              built.put("commit", commit.id());
              built.put("committed", commit.time());
              answer.put("build", built);
            });
    answer.putAll(states(health));
    return answer;
  }

  private ProblemException unavailable(HealthReport health) {
    ProblemException problem =
        new ProblemException(
                ProblemType.UNAVAILABLE,
                "At least one table is not ready. The function's log has the reason.")
            .retryAfterSeconds((int) HealthCheck.CACHE_TIME.toSeconds())
            .withHeader(HttpHeaders.CACHE_CONTROL, CacheControl.NO_STORE);
    if (access.isCallerKnown()) {
      states(health).forEach(problem::with);
    }
    return problem;
  }

  private Map<String, Object> states(HealthReport health) {
    Map<String, Object> states = new LinkedHashMap<>();
    Map<String, String> collections = new TreeMap<>();
    health
        .collections()
        .forEach(
            (name, state) -> {
              if (access.isAccessible(name)) {
                collections.put(name, state.toString());
              }
            });
    states.put("collections", collections);
    health.systemTable().ifPresent(state -> states.put("systemTable", state.toString()));
    return states;
  }
}
