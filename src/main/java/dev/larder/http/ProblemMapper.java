package dev.larder.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.larder.api.Problem;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Turns every exception into a problem response, those of the framework included. Errors that the
 * caller cannot correct are logged with their stack trace; the response then contains only the
 * request id.
 */
@Provider
@Singleton
public class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

  private static final int NOT_FOUND = Response.Status.NOT_FOUND.getStatusCode();
  private static final int UNSUPPORTED_MEDIA_TYPE =
      Response.Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode();
  private static final int METHOD_NOT_ALLOWED = Response.Status.METHOD_NOT_ALLOWED.getStatusCode();

  @Inject Context lambda;

  @Inject AllowedMethods allowed;

  @Inject OwnResources own;

  @jakarta.ws.rs.core.Context HttpServerRequest sent;

  @jakarta.ws.rs.core.Context Request request;

  @Override
  public Response toResponse(Throwable failure) {
    if (failure instanceof Problem problem) {
      return respond(problem);
    }
    if (failure instanceof WebApplicationException exception && !own.at(path()).isEmpty()) {
      return respondOfOwn(exception);
    }
    if (failure instanceof WebApplicationException exception
        && exception.getResponse().getStatus() < 500) {
      return respond(exception);
    }
    return respond(ProblemException.internal(failure));
  }

  private Response respond(Problem problem) {
    if (problem.status() >= 500) {
      LOG.error(problem.uri(), problem.getCause() == null ? problem : problem.getCause());
    }
    Response.ResponseBuilder response =
        response(
            problem.status(),
            ProblemJson.write(
                problem, problem.instance().orElseGet(this::path), lambda.getAwsRequestId()));
    problem
        .retryAfterSeconds()
        .ifPresent(seconds -> response.header(HttpHeaders.RETRY_AFTER, String.valueOf(seconds)));
    problem.headers().forEach(response::header);
    return response.build();
  }

  private Response respond(WebApplicationException exception) {
    int status = exception.getResponse().getStatus();
    String path = path();
    List<String> methods =
        status == NOT_FOUND || status == METHOD_NOT_ALLOWED ? allowed.methodsOf(path) : List.of();
    if (!methods.isEmpty() && !methods.contains(request.getMethod())) {
      // The router may continue in another class, which does not have the path.
      status = METHOD_NOT_ALLOWED;
    }
    ProblemType type = ProblemType.ofStatus(status);
    String allow = status == METHOD_NOT_ALLOWED ? String.join(", ", methods) : null;
    boolean patch =
        type == ProblemType.UNSUPPORTED_MEDIA_TYPE && request.getMethod().equals("PATCH");
    return response(
            status,
            ProblemJson.write(
                type, status, detail(type, allow, path), path, lambda.getAwsRequestId(), Map.of()))
        .header(HttpHeaders.ALLOW, allow)
        .header("Accept-Patch", patch ? String.join(", ", allowed.patchMediaTypesOf(path)) : null)
        .build();
  }

  private String detail(ProblemType type, String allow, String path) {
    // What the resources of items and lists take has a text of its own, except for patches.
    boolean listed = request.getMethod().equals("PATCH") || !own.at(path).isEmpty();
    List<String> mediaTypes =
        type == ProblemType.UNSUPPORTED_MEDIA_TYPE && listed
            ? allowed.mediaTypesOf(request.getMethod(), path)
            : List.of();
    return mediaTypes.isEmpty()
        ? FrameworkProblems.detail(type, allow)
        : "Set Content-Type to one of " + String.join(", ", mediaTypes) + ".";
  }

  /**
   * The response to what a resource of the owner throws: the exception's own, if it has an entity,
   * or a problem without a type of its own (RFC 9457, section 4.2.1).
   */
  private Response respondOfOwn(WebApplicationException exception) {
    Response thrown = exception.getResponse();
    int status = thrown.getStatus();
    if (exception.getCause() instanceof JsonProcessingException json) {
      return respond(JsonBodyProblems.of(json));
    }
    if (thrown.hasEntity() || status < 400) {
      return thrown;
    }
    if (status == METHOD_NOT_ALLOWED || status == UNSUPPORTED_MEDIA_TYPE) {
      return respond(exception);
    }
    String title = thrown.getStatusInfo().getReasonPhrase();
    String message = exception.getMessage();
    boolean isDefault = message == null || message.startsWith("HTTP " + status);
    Problem problem = new Problem("about:blank", title, status, isDefault ? title + "." : message);
    thrown.getStringHeaders().forEach((name, values) -> problem.withHeader(name, values.get(0)));
    return respond(problem);
  }

  private String path() {
    return sent.path();
  }

  private static Response.ResponseBuilder response(int status, String problem) {
    return Response.status(status).type(ProblemJson.MEDIA_TYPE).entity(problem);
  }
}
