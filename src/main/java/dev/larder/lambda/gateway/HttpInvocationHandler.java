package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.Event;
import dev.larder.event.InvocationHandler;
import dev.larder.problem.ProblemType;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** HTTP requests, in whichever format a gateway sends them. Every failure is a status. */
@Singleton
@Priority(HttpInvocationHandler.MOST_EVENTS)
public class HttpInvocationHandler implements InvocationHandler {
  public static final String NAME = "http";

  /** It is asked first of all handlers. */
  static final int MOST_EVENTS = 1;

  private static final Logger LOG = Logger.getLogger(HttpInvocationHandler.class);

  private final HttpDispatcher http;
  private final List<PayloadFormat> formats;
  private final Optional<String> basePath;

  /**
   * @throws IllegalArgumentException where the base path is none
   */
  public HttpInvocationHandler(
      HttpDispatcher http,
      @ConfigProperty(name = "larder.base-path") Optional<String> basePath,
      @ConfigProperty(name = "larder.role-claims") List<String> roleClaims) {
    this.http = http;
    AuthorizerIdentities callers = new AuthorizerIdentities(roleClaims);
    this.formats =
        List.of(
            new ApiGatewayV2(callers),
            new ApiGatewayV1(callers),
            new LoadBalancer(false),
            new LoadBalancer(true));
    this.basePath = basePath.map(BasePath::of);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean accepts(Event event) {
    return formats.stream().anyMatch(format -> format.accepts(event));
  }

  @Override
  public byte[] answer(Event event, Context context) {
    long start = System.nanoTime();
    PayloadFormat format =
        formats.stream().filter(each -> each.accepts(event)).findFirst().orElseThrow();
    GatewayRequest request = format.read(event);
    basePath.ifPresent(request::strip);
    request.setLimits(format.limits());
    GatewayResponse response = http.respond(request, context);
    response = response.withHeaders(UrlPrefix.before(request.prefix(), response.headers()));
    byte[] json = format.write(response);
    if (json.length > format.limits().bytes()) {
      response = tooLarge(json.length, response, request, context);
      json = format.write(response);
    }
    HttpDispatcher.log(request, response, start);
    return json;
  }

  private static GatewayResponse tooLarge(
      int bytes, GatewayResponse response, GatewayRequest request, Context context) {
    ProblemType type = ProblemType.ANSWER_TOO_LARGE;
    boolean read = request.method().equals("GET") || request.getRawPath().equals("/");
    String detail =
        "The answer has the status "
            + response.status()
            + " and "
            + bytes
            + " bytes, and what carries it takes "
            + request.limits().bytes()
            + ". "
            + (read
                ? "Read by GET, and ask for fewer attributes with the parameter fields, or for"
                    + " fewer items with limit."
                : "Whether the request was carried out is what that status says; with Prefer:"
                    + " return=minimal its answer is short.");
    LOG.errorf("%s: %s", type.uri(), detail);
    return HttpDispatcher.problem(
        type, type.status(), detail, Map.of(), request, context, response.headers());
  }
}
