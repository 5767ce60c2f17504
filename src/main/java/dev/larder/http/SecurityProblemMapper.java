package dev.larder.http;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns refusals by security annotations into problems; Quarkus's own mappers send no body. */
@Singleton
class SecurityProblemMapper {
  private final ProblemMapper problems;

  SecurityProblemMapper(ProblemMapper problems) {
    this.problems = problems;
  }

  @ServerExceptionMapper
  public Response unauthorized(UnauthorizedException refusal) {
    return problems.toResponse(AccessProblems.unauthorized());
  }

  @ServerExceptionMapper
  public Response forbidden(ForbiddenException refusal) {
    return problems.toResponse(AccessProblems.forbidden());
  }
}
