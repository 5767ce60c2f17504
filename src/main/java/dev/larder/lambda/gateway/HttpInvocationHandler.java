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

/** HTTP requests, in whichever shape a gateway puts them. Every failure is a status. */
@Singleton
@Priority(HttpInvocationHandler.MOST_EVENTS)
public class HttpInvocationHandler implements InvocationHandler {
  public static final String NAME = "http";

  /** Of all kinds it is asked first. */
  static final int MOST_EVENTS = 1;

  private static final Logger LOG = Logger.getLogger(HttpInvocationHandler.class);

  private final HttpDispatcher http;
  private final List<PayloadFormat> shapes;
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
    this.shapes =
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
    return shapes.stream().anyMatch(shape -> shape.accepts(event));
  }

  @Override
  public byte[] answer(Event event, Context context) {
    long start = System.nanoTime();
    PayloadFormat shape =
        shapes.stream().filter(each -> each.accepts(event)).findFirst().orElseThrow();
    GatewayRequest request = shape.read(event);
    basePath.ifPresent(request::strip);
    request.setCarrier(shape.carrier());
    GatewayResponse response = http.respond(request, context);
    response = response.withHeaders(UrlPrefix.before(request.prefix(), response.headers()));
    byte[] json = shape.write(response);
    if (json.length > shape.carrier().bytes()) {
      response = tooLarge(json.length, response, request, context);
      json = shape.write(response);
    }
    HttpDispatcher.log(request, response, start);
    return json;
  }

  private static GatewayResponse tooLarge(
      int bytes, GatewayResponse response, GatewayRequest request, Context context) {
    ProblemType type = ProblemType.ANSWER_TOO_LARGE;
    boolean read = request.method().equals("GET") || request.getRawPath().equals("/");
    String detail =
        "The response has the status "
            + response.status()
            + " and "
            + bytes
            + " bytes, but the gateway in front of the function accepts at most "
            + request.carrier().bytes()
            + ". "
            + (read
                ? "Read with GET, and request fewer attributes with the parameter fields or fewer"
                    + " items with limit."
                : "That status says whether the request took effect. With Prefer: return=minimal,"
                    + " its response is short.");
    LOG.errorf("%s: %s", type.uri(), detail);
    return HttpDispatcher.problem(
        type, type.status(), detail, Map.of(), request, context, response.headers());
  }
}
