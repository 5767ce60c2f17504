package dev.larder.custom;

import dev.larder.http.Caller;
import dev.larder.http.IdempotentRequest;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.Set;

/**
 * Refuses an Idempotency-Key where nothing would keep its promise. Direct invocations and messages
 * have one always, which says nothing about what their sender expects.
 */
@ApplicationScoped
class RefusedKeyFilter implements ContainerRequestFilter {
  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final Caller caller;

  RefusedKeyFilter(Caller caller) {
    this.caller = caller;
  }

  /**
   * @throws ProblemException {@code invalid-header}
   */
  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getHeaderString(IdempotentRequest.HEADER) != null
        && !READS.contains(request.getMethod())
        && !caller.identity().trusted()) {
      throw new ProblemException(
          ProblemType.INVALID_HEADER,
          "This request does not support the header field "
              + IdempotentRequest.HEADER
              + ": a repeat takes effect again. Send the request without it.");
    }
  }
}
