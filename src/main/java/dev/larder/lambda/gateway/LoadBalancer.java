package dev.larder.lambda.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.larder.event.Event;
import dev.larder.text.JsonObject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The payload format of Application Load Balancers. They deliver path and query as they were sent.
 * They report an authenticated user in header fields only, which do not identify a caller here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html">Lambda
 *     functions as targets</a>
 */
@Singleton
final class LoadBalancer extends PayloadFormat {
  private static final String SET_COOKIE = "set-cookie";

  LoadBalancer(HttpDispatcher http) {
    super(http);
  }

  @Override
  public boolean accepts(Event event) {
    return event.member("httpMethod").isTextual()
        && event.isContainer("requestContext")
        && event.member("requestContext").path("elb").isObject();
  }

  @Override
  GatewayRequest readRequest(Event event) {
    GatewayRequest request = new GatewayRequest(event.member("httpMethod").textValue());
    request.setRawPath(event.member("path").textValue());
    request.setRawQueryString(QueryStrings.read(event, UnaryOperator.identity()));
    GatewayJson.read(event, request);
    return request;
  }

  @Override
  byte[] writeResponse(Event event, GatewayResponse response) {
    return JsonObject.of(
        json -> {
          json.writeNumberField("statusCode", response.status());
          json.writeStringField("statusDescription", StatusLine.of(response.status()));
          // With lambda.multi_value_headers.enabled, a target group requires this form of
          // responses.
          if (event.isContainer("multiValueHeaders")) {
            GatewayJson.writeMultiValueHeaders(response, json);
          } else {
            writeHeaders(response, json);
          }
          if (!response.hasBody()) {
            json.writeStringField("body", "");
          }
          GatewayJson.writeBody(response, json);
        });
  }

  private static void writeHeaders(GatewayResponse response, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("headers");
    for (Map.Entry<String, String> header : response.headers().entrySet()) {
      json.writeStringField(header.getKey(), header.getValue());
    }
    List<String> cookies = response.cookies();
    for (int i = 0; i < cookies.size(); i++) {
      json.writeStringField(setCookieVariant(i), cookies.get(i));
    }
    json.writeEndObject();
  }

  /**
   * Spells Set-Cookie in a different case for each cookie: names in a JSON object are unique, and
   * the values of Set-Cookie cannot be joined (RFC 6265, section 3).
   */
  private static String setCookieVariant(int n) {
    StringBuilder name = new StringBuilder(SET_COOKIE);
    int bit = 0;
    for (int i = 0; i < name.length(); i++) {
      if (Character.isLetter(name.charAt(i)) && (n >> bit++ & 1) == 1) {
        name.setCharAt(i, Character.toUpperCase(name.charAt(i)));
      }
    }
    return name.toString();
  }

  @Override
  GatewayRequest.Limits limits() {
    return GatewayRequest.Limits.LOAD_BALANCER;
  }
}
