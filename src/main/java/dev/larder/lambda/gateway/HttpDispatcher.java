package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.larder.event.ApiClient;
import dev.larder.event.ApiRequest;
import dev.larder.event.ApiResponse;
import dev.larder.http.AcceptField;
import dev.larder.http.CacheControl;
import dev.larder.http.FrameworkProblems;
import dev.larder.http.ProblemJson;
import dev.larder.lambda.invocation.CurrentInvocation;
import dev.larder.lambda.log.AccessLogEntry;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sends requests through quarkus-amazon-lambda-http. It rejects requests that the extension would
 * fail on, corrects what the extension would change, and turns errors of the server into problems.
 * The caller logs the request after the response is written.
 */
@Singleton
class HttpDispatcher implements ApiClient {
  private static final Logger LOG = Logger.getLogger("dev.larder.request");

  /**
   * Fields of the connection to the gateway, not of the request; the extension would apply some to
   * its own connection.
   */
  private static final List<String> CONNECTION_FIELDS =
      List.of("Expect", "Transfer-Encoding", "Content-Length", "Connection", "X-Forwarded-Port");

  private static final List<String> ACCEPTED_NAMES =
      List.of("Accept-Charset", "Accept-Encoding", "Accept-Language");

  // Most clients of an API send the same values with every request.
  private static final Remembered ACCEPTS = new Remembered(AcceptField::normalized);
  private static final Remembered ACCEPTED = new Remembered(AcceptField::normalizedNames);

  private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> extension;
  private final UnreadMessages unread;
  private final CorsFields cors;
  private final Limit bodySize;
  private final Optional<String> basePath;

  /**
   * @param extension the handler of quarkus-amazon-lambda-http
   * @throws IllegalArgumentException if the base path is not valid
   */
  HttpDispatcher(
      RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> extension,
      UnreadMessages unread,
      CorsFields cors,
      @ConfigProperty(name = "larder.limits.body-size") int mostBytes,
      @ConfigProperty(name = "larder.base-path") Optional<String> basePath) {
    this.extension = extension;
    this.unread = unread;
    this.cors = cors;
    this.bodySize = new Limit("body-size", mostBytes);
    this.basePath = basePath.map(BasePath::of);
  }

  @Override
  public ApiResponse send(ApiRequest request, Context context) {
    GatewayRequest sent = new GatewayRequest(request.method());
    int question = request.path().indexOf('?');
    sent.setRawPath(question < 0 ? request.path() : request.path().substring(0, question));
    sent.setRawQueryString(question < 0 ? null : request.path().substring(question + 1));
    sent.setHeaderFields(request.headers());
    sent.setCaller(request.caller());
    sent.setLimits(GatewayRequest.Limits.LAMBDA.withBody(request.maxBodyBytes()));
    sent.setBody(request.body());
    sent.setJobStep(request.step());
    long start = System.nanoTime();
    GatewayResponse response = respond(sent, context);
    log(sent, response, start);
    return new ApiResponse(response.status(), response.headers(), response.bytes());
  }

  /** Removes the configured base path from the path of a request, if the path begins with it. */
  void stripBasePath(GatewayRequest request) {
    basePath.ifPresent(
        base -> {
          request.setRawPath(RequestSyntax.encodePath(request.getRawPath()));
          request.moveToPrefix(base);
        });
  }

  /** Sends a request to the resources, or rejects it. */
  GatewayResponse respond(GatewayRequest request, Context context) {
    request.setRawPath(RequestSyntax.encodePath(request.getRawPath()));
    request.setRawQueryString(RequestSyntax.encodeQuery(request.getRawQueryString()));
    normalizeHeaders(request.getHeaders());
    return refusal(request)
        .map(refusal -> problem(refusal, request, context, corsFields(request, context)))
        .orElseGet(() -> dispatch(request, context));
  }

  /** The problem for which to reject the request; empty for a valid request. */
  private Optional<ProblemException> refusal(GatewayRequest request) {
    Optional<ProblemException> problem = RequestSyntax.problemOf(request);
    if (problem.isPresent()) {
      return problem;
    }
    try {
      RequestContent.prepare(request, bodySize);
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e);
    }
  }

  /**
   * Writes the access log entry of a request.
   *
   * @param start {@link System#nanoTime} when the request arrived
   */
  static void log(GatewayRequest request, GatewayResponse response, long start) {
    LOG.infof(
        "%s",
        new AccessLogEntry(
            request.method(),
            request.route(),
            response.status(),
            CurrentInvocation.millisSince(start),
            response.header("Larder-Consumed-Capacity"),
            CurrentInvocation.get().claimColdStart()));
  }

  /**
   * The CORS header fields for the origin of a rejected request, which does not reach the CORS
   * filter. An OPTIONS request with the same origin gets them.
   */
  private Map<String, String> corsFields(GatewayRequest refused, Context context) {
    String origin = refused.header("Origin");
    if (origin == null) {
      return Map.of();
    }
    GatewayRequest options = new GatewayRequest("OPTIONS");
    options.setRawPath("/");
    options.setHeaderFields(Map.of("Origin", origin));
    return RequestSyntax.problemOf(options).isPresent()
        ? Map.of()
        : dispatch(options, context).headers();
  }

  private static void normalizeHeaders(Map<String, String> headers) {
    CONNECTION_FIELDS.forEach(headers::remove);
    headers.computeIfPresent("Accept", (name, value) -> ACCEPTS.of(value));
    for (String name : ACCEPTED_NAMES) {
      headers.computeIfPresent(name, (same, value) -> ACCEPTED.of(value));
    }
  }

  private GatewayResponse dispatch(GatewayRequest request, Context context) {
    SplitHeaderFields.mark(request.getHeaders());
    GatewayResponse response =
        GatewayResponse.of(sendToServer(request, context), request.responseOctets());
    cors.correct(request, response.headers());
    if (response.status() < 400
        || isProblem(response)
        || (request.isMatched() && response.hasBody())) {
      return response;
    }
    ProblemType type = ProblemType.ofStatus(response.status());
    return problem(
        type,
        response.status(),
        FrameworkProblems.detail(type, null),
        Map.of(),
        request,
        context,
        response.headers());
  }

  private APIGatewayV2HTTPResponse sendToServer(GatewayRequest request, Context context) {
    unread.sending();
    try {
      return extension.handleRequest(request, context);
    } finally {
      unread.answered();
    }
  }

  private static GatewayResponse problem(
      ProblemException problem,
      GatewayRequest request,
      Context context,
      Map<String, String> replaced) {
    GatewayResponse response =
        problem(
            problem.type(),
            problem.type().status(),
            problem.getMessage(),
            problem.members(),
            request,
            context,
            replaced);
    response.headers().putAll(problem.headers());
    return response;
  }

  /**
   * Makes a problem response outside of the resources.
   *
   * @param replaced header fields of the response that it replaces; CORS fields, Vary and the cost
   *     of the request are kept
   */
  static GatewayResponse problem(
      ProblemType type,
      int status,
      String detail,
      Map<String, Object> members,
      GatewayRequest request,
      Context context,
      Map<String, String> replaced) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(replaced);
    headers.keySet().removeIf(name -> !isKept(name.toLowerCase(Locale.ROOT)));
    headers.put("Content-Type", ProblemJson.MEDIA_TYPE);
    headers.put("Cache-Control", CacheControl.PRIVATE_NO_CACHE);
    headers.put(GatewayResponse.NO_SNIFFING, "nosniff");
    String body =
        request.method().equals("HEAD")
            ? null
            : ProblemJson.write(
                type, status, detail, request.getRawPath(), context.getAwsRequestId(), members);
    return new GatewayResponse(status, headers, List.of(), body, false);
  }

  private static boolean isKept(String name) {
    return name.startsWith("access-control-")
        || name.equals("vary")
        || name.equals("larder-consumed-capacity")
        || name.equals("server-timing");
  }

  private static boolean isProblem(GatewayResponse response) {
    return response
        .header("Content-Type")
        .filter(type -> type.startsWith(ProblemJson.MEDIA_TYPE))
        .isPresent();
  }
}
