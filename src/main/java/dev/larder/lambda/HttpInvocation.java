package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.larder.http.ProblemJson;
import dev.larder.http.ProblemType;
import dev.larder.http.Problems;
import dev.larder.http.Route;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Stands around the extension's handler: refuses what is no HTTP request, mends what the extension
 * would not take, gives its own errors the form of all others, and logs one line.
 */
@Decorator
@Priority(1)
class HttpInvocation implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private static final Logger LOG = Logger.getLogger("dev.larder.request");

  private static final AtomicBoolean COLD = new AtomicBoolean(true);

  private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler;

  @Inject
  HttpInvocation(
      @Delegate @Any RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler) {
    this.handler = handler;
  }

  /**
   * @throws UnsupportedEventException where the event is no HTTP request
   */
  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    long start = System.nanoTime();
    requireHttp(event);
    event.setRawPath(RequestTarget.path(event.getRawPath()));
    event.setRawQueryString(RequestTarget.query(event.getRawQueryString()));
    event.setHeaders(acceptable(event.getHeaders()));
    APIGatewayV2HTTPResponse response =
        Malformed.in(event)
            .map(detail -> problem(ProblemType.BAD_REQUEST, 400, detail, event, context))
            .orElseGet(() -> mended(handler.handleRequest(event, context), event, context));
    log(event, context, response, System.nanoTime() - start);
    return response;
  }

  private static void log(
      APIGatewayV2HTTPEvent event, Context context, APIGatewayV2HTTPResponse response, long nanos) {
    LOG.infof(
        "%s",
        new RequestLine(
            context.getAwsRequestId(),
            event.getRequestContext().getHttp().getMethod(),
            Route.of(event.getRawPath()).map(Route::template).orElse("none"),
            response.getStatusCode(),
            nanos / 10_000 / 100.0,
            COLD.getAndSet(false),
            header(response.getHeaders(), "Larder-Consumed-Capacity")));
  }

  private static void requireHttp(APIGatewayV2HTTPEvent event) {
    if (event == null
        || event.getRequestContext() == null
        || event.getRequestContext().getHttp() == null
        || event.getRequestContext().getHttp().getMethod() == null) {
      throw new UnsupportedEventException();
    }
  }

  /** Without the fields that are between the client and the gateway, and would be acted upon. */
  private static Map<String, String> acceptable(Map<String, String> headers) {
    if (headers == null) {
      return null;
    }
    Map<String, String> acceptable = new HashMap<>(headers);
    acceptable
        .keySet()
        .removeIf(
            name ->
                switch (name.toLowerCase(Locale.ROOT)) {
                  case "expect",
                      "transfer-encoding",
                      "content-length",
                      "connection",
                      "x-forwarded-port" ->
                      true;
                  default -> false;
                });
    return acceptable;
  }

  private static APIGatewayV2HTTPResponse mended(
      APIGatewayV2HTTPResponse response, APIGatewayV2HTTPEvent event, Context context) {
    Map<String, String> headers = new HashMap<>();
    if (response.getHeaders() != null) {
      headers.putAll(response.getHeaders());
    }
    int status = response.getStatusCode();
    if (status >= 400 && !isProblem(headers)) {
      ProblemType type = ProblemType.ofStatus(status);
      return problem(type, status, Problems.detail(type, null), event, context);
    }
    // The extension leaves it behind, empty, where the answer was chunked.
    headers.keySet().removeIf(name -> name.equalsIgnoreCase("transfer-encoding"));
    response.setHeaders(headers);
    return response;
  }

  private static APIGatewayV2HTTPResponse problem(
      ProblemType type, int status, String detail, APIGatewayV2HTTPEvent event, Context context) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(Map.of("Content-Type", ProblemJson.MEDIA_TYPE))
        .withBody(
            ProblemJson.write(
                type, status, detail, event.getRawPath(), context.getAwsRequestId(), Map.of()))
        .build();
  }

  private static boolean isProblem(Map<String, String> headers) {
    return header(headers, "Content-Type")
        .filter(type -> type.startsWith(ProblemJson.MEDIA_TYPE))
        .isPresent();
  }

  private static Optional<String> header(Map<String, String> headers, String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
