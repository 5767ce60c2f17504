package dev.larder.http;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import io.quarkus.runtime.LaunchMode;
import jakarta.ws.rs.core.HttpHeaders;

/** The problems of a caller without the rights for a request. */
public final class AccessProblems {
  private AccessProblems() {}

  /** Of a request without a caller. A 401 response must have a challenge (RFC 9110, 15.5.2). */
  public static ProblemException unauthorized() {
    return new ProblemException(
            ProblemType.UNAUTHORIZED,
            "The request requires authentication, but no authorizer identified the caller. Send"
                + " the credentials that the API in front of the function requires. The API"
                + " needs an authorizer."
                + (LaunchMode.current() == LaunchMode.DEVELOPMENT
                    ? " In dev mode, the header field Larder-Dev-Caller names the caller, as in"
                        + " {\"sub\": \"ada\"}."
                    : ""))
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
  }

  /** Of a caller without the permission to make a request. */
  public static ProblemException forbidden() {
    return new ProblemException(
        ProblemType.FORBIDDEN, FrameworkProblems.detail(ProblemType.FORBIDDEN, null));
  }
}
