package dev.larder.lambda.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import dev.larder.text.JsonObject;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Payload format 1.0, of API Gateway's REST APIs and HTTP APIs. REST APIs deliver the path as it
 * was sent, HTTP APIs decode it; both decode query parameters.
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
    // The event of a Lambda authorizer has a method too, but asks whether a request is allowed.
    // The event of a WebSocket API has a connection.
    return event.member("httpMethod").isTextual()
        && event.member("path").isTextual()
        && event.isContainer("requestContext")
        && event.member("requestContext").path("stage").isTextual()
        && !event.member("requestContext").has("elb")
        && !event.member("requestContext").has("connectionId")
        && !event.names().contains("methodArn");
  }

  @Override
  GatewayRequest readRequest(Event event) {
    JsonNode context = event.member("requestContext");
    GatewayRequest request =
        new GatewayRequest(
            event.member("httpMethod").textValue(), RequestContexts.ofVersion1(context));
    readPath(event, request);
    request.setRawQueryString(QueryStrings.read(event, RequestSyntax::encodeComponent));
    request.setCaller(callers.ofRestApi(context));
    GatewayJson.read(event, request);
    if (!isOfHttpApi(event) && !request.getIsBase64Encoded()) {
      // REST APIs decode the content themselves ("Payload compression for REST APIs"), and what
      // arrives as text cannot be gzip.
      request.getHeaders().remove("Content-Encoding");
    }
    return request;
  }

  private static void readPath(Event event, GatewayRequest request) {
    JsonNode context = event.member("requestContext");
    request.setRawPath(event.member("path").textValue());
    Optional<String> base = basePath(event);
    if (base.isEmpty() && isOfHttpApi(event)) {
      base = RequestContexts.stagePrefix(context);
    }
    base.ifPresent(request::moveToPrefix);
    // A REST API omits its stage from the path, but not from its URLs.
    String whole = context.path("path").asText();
    if (whole.startsWith("/") && whole.endsWith(request.getRawPath())) {
      request.setPrefix(whole.substring(0, whole.length() - request.getRawPath().length()));
    }
    if (isOfHttpApi(event)) {
      // It has decoded the path, so decoding a percent sign again would name another item.
      request.setRawPath(RequestSyntax.encodePercentSigns(request.getRawPath()));
    }
  }

  private static boolean isOfHttpApi(Event event) {
    return event.member("version").asText().equals("1.0");
  }

  /**
   * The part of the path before the match of the resource {@code /} or {@code /{proxy+}}; empty for
   * other resources.
   */
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

  /** A REST API does so for its binaryMediaTypes alone, and can compress responses itself. */
  @Override
  boolean takesOctets(Event event) {
    return isOfHttpApi(event);
  }

  @Override
  byte[] writeResponse(Event event, GatewayResponse response) {
    return JsonObject.of(
        json -> {
          json.writeNumberField("statusCode", response.status());
          GatewayJson.writeMultiValueHeaders(response, json);
          GatewayJson.writeBody(response, json);
        });
  }
}
