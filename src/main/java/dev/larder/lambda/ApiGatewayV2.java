package dev.larder.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import java.util.Map;

/**
 * API Gateway's HTTP APIs, payload format 2.0, and Lambda function URLs.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Payload
 *     format</a>
 */
final class ApiGatewayV2 implements HttpShape {
  private final Callers callers;

  ApiGatewayV2(Callers callers) {
    this.callers = callers;
  }

  @Override
  public boolean accepts(Event event) {
    // A request authorizer's event has a route, and asks whether it may be called.
    return event.isContainer("requestContext")
        && event.member("requestContext").path("http").path("method").isTextual()
        && !event.names().contains("routeArn");
  }

  @Override
  public Inbound read(Event event) {
    JsonNode context = event.member("requestContext");
    JsonNode http = context.path("http");
    Inbound request = new Inbound(http.path("method").textValue());
    request.setPath(event.member("rawPath").textValue());
    Stage.ofPath(context).ifPresent(request::strip);
    request.setQuery(event.member("rawQueryString").textValue());
    request.setHeaders(HeaderFields.read(event));
    request.setCaller(callers.ofHttpApi(context.path("authorizer")));
    HttpJson.readBody(event, request);
    return request;
  }

  @Override
  public byte[] write(Outbound answer) {
    return HttpJson.write(
        json -> {
          json.writeNumberField("statusCode", answer.status());
          json.writeObjectFieldStart("headers");
          for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            json.writeStringField(header.getKey(), header.getValue());
          }
          json.writeEndObject();
          if (!answer.cookies().isEmpty()) {
            HttpJson.writeTexts("cookies", answer.cookies(), json);
          }
          HttpJson.writeBody(answer, json);
        });
  }
}
