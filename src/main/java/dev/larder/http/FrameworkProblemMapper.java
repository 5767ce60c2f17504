package dev.larder.http;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns into problems what Quarkus's own mappers would answer without one. */
@Singleton
public class FrameworkProblemMapper {
  private final ProblemMapper problems;

  FrameworkProblemMapper(ProblemMapper problems) {
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

  @ServerExceptionMapper
  public Response mismatched(MismatchedInputException failure) {
    return problems.toResponse(JsonBodyProblems.of(failure));
  }
}
