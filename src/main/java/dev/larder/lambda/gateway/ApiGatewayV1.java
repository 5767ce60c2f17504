package dev.larder.lambda.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import dev.larder.text.JsonObject;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * API Gateway's REST APIs, and its HTTP APIs with payload format 1.0. REST APIs deliver the path as
 * it was sent, HTTP APIs decode it; the parameters of the query are decoded by both.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html">Lambda
 *     proxy integrations</a>
 */
@Singleton
final class ApiGatewayV1 extends PayloadFormat {
  private final AuthorizerIdentities callers;

  ApiGatewayV1(HttpDispatcher http, AuthorizerIdentities callers) {
    super(http);
    this.callers = callers;
  }

  @Override
  public boolean accepts(Event event) {
    // A request authorizer's event has a method too, and asks whether it may be called.
    return event.member("httpMethod").isTextual()
        && event.member("path").isTextual()
        && event.isContainer("requestContext")
        && event.member("requestContext").path("stage").isTextual()
        && !event.member("requestContext").has("elb")
        && !event.names().contains("methodArn");
  }

  @Override
  GatewayRequest read(Event event) {
    JsonNode context = event.member("requestContext");
    GatewayRequest request =
        new GatewayRequest(
            event.member("httpMethod").textValue(), RequestContexts.ofVersion1(context));
    readPath(event, request);
    request.setRawQueryString(QueryStrings.read(event, RequestSyntax::component));
    request.setCaller(callers.ofRestApi(context));
    GatewayJson.read(event, request);
    return request;
  }

  private static void readPath(Event event, GatewayRequest request) {
    JsonNode context = event.member("requestContext");
    request.setRawPath(event.member("path").textValue());
    Optional<String> base = basePath(event);
    if (base.isEmpty() && event.member("version").asText().equals("1.0")) {
      base = RequestContexts.stagePrefix(context);
    }
    base.ifPresent(request::strip);
    // A REST API leaves its stage out of the path, but not out of its URLs.
    String whole = context.path("path").asText();
    if (whole.startsWith("/") && whole.endsWith(request.getRawPath())) {
      request.setPrefix(whole.substring(0, whole.length() - request.getRawPath().length()));
    }
  }

  /** What the path has before that which the root and its greedy parameter match, if they did. */
  private static Optional<String> basePath(Event event) {
    String path = event.member("path").textValue();
    String resource = event.member("resource").asText();
    JsonNode proxy = event.member("pathParameters").path("proxy");
    String matched;
    if (resource.equals("/")) {
      matched = path.endsWith("/") ? "/" : "";
    } else if (resource.equals("/{proxy+}") && proxy.isTextual()) {
      matched = proxy.textValue().startsWith("/") ? proxy.textValue() : '/' + proxy.textValue();
    } else {
      return Optional.empty();
    }
    return before(matched, path).or(() -> before(matched, decoded(path)));
  }

  private static Optional<String> before(String end, String path) {
    return path.endsWith(end)
        ? Optional.of(path.substring(0, path.length() - end.length()))
        : Optional.empty();
  }

  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  @Override
  byte[] write(Event event, GatewayResponse response) {
    return JsonObject.of(
        json -> {
          json.writeNumberField("statusCode", response.status());
          GatewayJson.writeMultiValueHeaders(response, json);
          GatewayJson.writeBody(response, json);
        });
  }
}
