package dev.larder.lambda.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import dev.larder.text.JsonObject;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Payload format 2.0, of API Gateway's HTTP APIs and Lambda function URLs.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Payload
 *     format</a>
 */
@Singleton
@Priority(ApiGatewayV2.FIRST)
public final class ApiGatewayV2 extends PayloadFormat {
  /** Puts this handler first, because most events have this format. */
  static final int FIRST = 1;

  private final AuthorizerIdentities callers;

  public ApiGatewayV2(HttpDispatcher http, AuthorizerIdentities callers) {
    super(http);
    this.callers = callers;
  }

  @Override
  public boolean accepts(Event event) {
    // The event of a Lambda authorizer has a route too, but asks whether a request is allowed.
    // The event of a WebSocket API has a connection.
    return event.isContainer("requestContext")
        && event.member("requestContext").path("http").path("method").isTextual()
        && !event.member("requestContext").has("connectionId")
        && !event.names().contains("routeArn");
  }

  @Override
  public GatewayRequest readRequest(Event event) {
    JsonNode context = event.member("requestContext");
    GatewayRequest request =
        new GatewayRequest(
            context.path("http").path("method").textValue(), RequestContexts.ofVersion2(context));
    request.setVersion(event.member("version").textValue());
    request.setRouteKey(event.member("routeKey").textValue());
    request.setRawPath(
        path(event.member("rawPath").textValue(), context.path("domainName").textValue()));
    RequestContexts.stagePrefix(context).ifPresent(request::moveToPrefix);
    request.setRawQueryString(event.member("rawQueryString").textValue());
    request.setQueryStringParameters(RequestContexts.texts(event.member("queryStringParameters")));
    if (context.has("authorizer")) {
      request.setCaller(callers.ofHttpApi(context.path("authorizer")));
    }
    GatewayJson.read(event, request);
    return request;
  }

  /**
   * The path, percent-encoded. An HTTP API delivers it decoded, so that a percent sign in it is
   * one; decoding it again would name another item. A function URL delivers the path as it was
   * sent, and so do handwritten events and those of dev mode, which have no domain.
   *
   * @param domain the host that the client called; null for none
   */
  private static String path(String raw, String domain) {
    return raw == null || raw.indexOf('%') < 0 || domain == null || isFunctionUrl(domain)
        ? raw
        : RequestSyntax.encodePercentSigns(raw);
  }

  /** Whether a domain is of the form {@code <url-id>.lambda-url.<region>.on.aws}. */
  private static boolean isFunctionUrl(String domain) {
    return domain.endsWith(".on.aws") && domain.contains(".lambda-url.");
  }

  @Override
  byte[] writeResponse(Event event, GatewayResponse response) {
    return JsonObject.of(
        json -> {
          json.writeNumberField("statusCode", response.status());
          json.writeObjectFieldStart("headers");
          for (Map.Entry<String, String> header : response.headers().entrySet()) {
            json.writeStringField(header.getKey(), header.getValue());
          }
          json.writeEndObject();
          if (!response.cookies().isEmpty()) {
            GatewayJson.writeTexts("cookies", response.cookies(), json);
          }
          GatewayJson.writeBody(response, json);
        });
  }
}
