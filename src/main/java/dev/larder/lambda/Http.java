package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.larder.event.ApiAnswer;
import dev.larder.event.ApiRequest;
import dev.larder.event.Requests;
import dev.larder.http.Limit;
import dev.larder.http.ProblemJson;
import dev.larder.http.ProblemType;
import dev.larder.http.Problems;
import dev.larder.http.Route;
import io.quarkus.amazon.lambda.http.LambdaHttpHandler;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Puts requests through the extension's handler: mends what it would not take, and gives its own
 * errors the form of all others. Whoever has sent the answer logs its line.
 */
@Singleton
class Http implements Requests {
  private static final Logger LOG = Logger.getLogger("dev.larder.request");

  private final LambdaHttpHandler handler;
  private final Limit bodySize;

  Http(LambdaHttpHandler handler, @ConfigProperty(name = "larder.limits.body-size") int bodySize) {
    this.handler = handler;
    this.bodySize = new Limit("body-size", bodySize);
  }

  @Override
  public ApiAnswer send(ApiRequest request, Context context) {
    Inbound inbound = new Inbound(request.method(), null);
    int question = request.path().indexOf('?');
    inbound.setRawPath(question < 0 ? request.path() : request.path().substring(0, question));
    inbound.setRawQueryString(question < 0 ? null : request.path().substring(question + 1));
    inbound.setHeaders(request.headers());
    inbound.setCaller(request.caller());
    inbound.setCarrier(Carrier.LAMBDA.withBody(request.mostBytes()));
    if (request.body() != null) {
      inbound.setBody(Base64.getEncoder().encodeToString(request.body()));
      inbound.setIsBase64Encoded(true);
    }
    long start = System.nanoTime();
    APIGatewayV2HTTPResponse answer = answer(inbound, context);
    log(inbound, answer, start);
    byte[] body = null;
    if (answer.getBody() != null) {
      body =
          answer.getIsBase64Encoded()
              ? Base64.getDecoder().decode(answer.getBody())
              : answer.getBody().getBytes(StandardCharsets.UTF_8);
    }
    return new ApiAnswer(answer.getStatusCode(), answer.getHeaders(), body);
  }

  /** The answer to a request; its header fields are never null. */
  APIGatewayV2HTTPResponse answer(Inbound request, Context context) {
    request.setRawPath(RequestTarget.path(request.getRawPath()));
    request.setRawQueryString(RequestTarget.query(request.getRawQueryString()));
    request.setHeaders(acceptable(request.getHeaders()));
    int bytes = request.bodyBytes();
    if (bytes > bodySize.most()) {
      request.refuse(
          bodySize.exceeded(
              ProblemType.CONTENT_TOO_LARGE,
              "The body has "
                  + bytes
                  + " bytes; at most "
                  + bodySize.most()
                  + " are taken. Send it in parts."));
    }
    return Malformed.in(request)
        .map(
            detail ->
                problem(
                    ProblemType.BAD_REQUEST,
                    400,
                    detail,
                    request,
                    context,
                    ofAnotherOrigin(request, context)))
        .orElseGet(() -> mended(handler.handleRequest(request, context), request, context));
  }

  /**
   * Logs that a request was answered.
   *
   * @param start when it came, as {@link System#nanoTime} has it
   */
  static void log(Inbound request, APIGatewayV2HTTPResponse answer, long start) {
    LOG.infof(
        "%s",
        new RequestLine(
            request.method(),
            Route.of(request.getRawPath()).map(Route::template).orElse("none"),
            answer.getStatusCode(),
            System.nanoTime() - start,
            header(answer.getHeaders(), "Larder-Consumed-Capacity"),
            CurrentInvocation.get().takeColdStart()));
  }

  /** What the CORS filter gives answers to the origin of a request that does not come to it. */
  private Map<String, String> ofAnotherOrigin(Inbound malformed, Context context) {
    Optional<String> origin = header(malformed.getHeaders(), "Origin");
    if (origin.isEmpty()) {
      return Map.of();
    }
    Inbound options = new Inbound("OPTIONS", null);
    options.setRawPath("/");
    options.setHeaders(Map.of("Origin", origin.get()));
    return Malformed.in(options).isPresent()
        ? Map.of()
        : mended(handler.handleRequest(options, context), options, context).getHeaders();
  }

  /** Without the fields that are between the client and the gateway, and would be acted upon. */
  private static Map<String, String> acceptable(Map<String, String> headers) {
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
      APIGatewayV2HTTPResponse response, Inbound request, Context context) {
    Map<String, String> headers = new HashMap<>();
    if (response.getHeaders() != null) {
      headers.putAll(response.getHeaders());
    }
    int status = response.getStatusCode();
    if (status >= 400 && !isProblem(headers)) {
      ProblemType type = ProblemType.ofStatus(status);
      return problem(type, status, Problems.detail(type, null), request, context, headers);
    }
    // The extension leaves it behind, empty, where the answer was chunked.
    headers.keySet().removeIf(name -> name.equalsIgnoreCase("transfer-encoding"));
    response.setHeaders(headers);
    return response;
  }

  /**
   * A problem that no resource has found.
   *
   * @param replaced header fields of the answer whose place it takes: it keeps those by which a
   *     browser lets scripts read it, and what that answer took
   */
  static APIGatewayV2HTTPResponse problem(
      ProblemType type,
      int status,
      String detail,
      Inbound request,
      Context context,
      Map<String, String> replaced) {
    Map<String, String> headers = new HashMap<>(replaced);
    headers.keySet().removeIf(name -> !isKept(name.toLowerCase(Locale.ROOT)));
    headers.put("Content-Type", ProblemJson.MEDIA_TYPE);
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(headers)
        .withBody(
            ProblemJson.write(
                type, status, detail, request.getRawPath(), context.getAwsRequestId(), Map.of()))
        .build();
  }

  private static boolean isKept(String name) {
    return name.startsWith("access-control-")
        || name.equals("vary")
        || name.equals("larder-consumed-capacity")
        || name.equals("server-timing");
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
