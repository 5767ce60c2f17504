package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.event.Event;
import dev.larder.event.Samples;
import dev.larder.lambda.Gateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadFormatTest {
  private static final AuthorizerIdentities CALLERS = new AuthorizerIdentities(List.of(), Set.of());
  private static final List<PayloadFormat> FORMATS =
      List.of(
          new ApiGatewayV2(null, CALLERS), new ApiGatewayV1(null, CALLERS), new LoadBalancer(null));

  private static boolean accepts(JsonNode event) {
    Event read = new Event(event.toString().getBytes(StandardCharsets.UTF_8));
    return FORMATS.stream().anyMatch(format -> format.accepts(read));
  }

  @Test
  void ofAllSamplesTheRequestsAreAccepted() {
    assertEquals(
        List.of("alb-request", "apigateway-aws-proxy", "apigateway-http-api-proxy"),
        Samples.names().stream().filter(name -> accepts(Samples.read(name))).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A WebSocket's connection and message.
        """
        {"headers": {"Host": "a"}, "multiValueHeaders": {"Host": ["a"]}, "requestContext":
          {"routeKey": "$connect", "eventType": "CONNECT", "stage": "prod", "connectionId": "a="},
         "isBase64Encoded": false}
        """,
        """
        {"requestContext": {"routeKey": "$default", "eventType": "MESSAGE", "stage": "prod",
          "connectionId": "a="}, "body": "{}", "isBase64Encoded": false}
        """,
        // A request authorizer's of an HTTP API, payload formats 1.0 and 2.0.
        """
        {"version": "1.0", "type": "REQUEST", "methodArn": "arn:aws:execute-api:a:1:b/c/GET/d",
         "path": "/d", "httpMethod": "GET", "requestContext": {"stage": "c"}}
        """,
        """
        {"version": "2.0", "type": "REQUEST", "routeArn": "arn:aws:execute-api:a:1:b/c/GET/d",
         "rawPath": "/d", "requestContext": {"http": {"method": "GET", "path": "/d"}}}
        """,
        // A WebSocket's connection and message, with members of an HTTP request.
        """
        {"httpMethod": "GET", "path": "/", "requestContext": {"routeKey": "$connect",
          "eventType": "CONNECT", "stage": "prod", "connectionId": "a="}, "headers": {}}
        """,
        """
        {"rawPath": "/", "requestContext": {"routeKey": "$default", "eventType": "MESSAGE",
          "http": {"method": "POST"}, "stage": "prod", "connectionId": "a="}, "body": "{}"}
        """,
        """
        {"httpMethod": "GET", "path": "/d"}
        """,
        """
        {"httpMethod": "GET", "path": "/d", "requestContext": null}
        """,
        """
        {"httpMethod": "GET", "path": "/d", "requestContext": {}}
        """,
        """
        {"httpMethod": null, "path": "/d", "requestContext": {"stage": "prod"}}
        """,
        """
        {"httpMethod": "GET", "path": "/d", "requestContext": {"elb": null, "stage": "prod"}}
        """,
      })
  void whatLooksLikeARequestAndIsNoneIsNotAccepted(String event) throws IOException {
    assertFalse(accepts(new ObjectMapper().readTree(event)));
  }

  @Test
  void theStageOfFormat2IsTakenOff() {
    Gateway.Request request = Gateway.Request.of("GET", "/items/a");
    GatewayRequest read =
        FORMATS
            .get(0)
            .readRequest(
                new Event(
                    Gateway.HTTP_API_STAGE
                        .event(request)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8)));
    assertEquals("/items/a", read.getRawPath());
    assertEquals("/prod", read.prefix());
  }

  /** RFC 3986, section 2.4: an HTTP API has decoded the path. */
  @ParameterizedTest
  @CsvSource({
    "id.execute-api.us-east-1.amazonaws.com, /items/a%2Fb%, /items/a%252Fb%25",
    "api.example.com, /items/a%2Fb, /items/a%252Fb",
    "api.example.com, /items/a b/c, /items/a b/c",
    "urlid.lambda-url.us-east-1.on.aws, /items/a%2Fb, /items/a%2Fb",
    ", /items/a%2Fb, /items/a%2Fb"
  })
  void aPathOfFormat2IsPercentEncodedAfterwards(String domain, String raw, String path) {
    ObjectNode event = Gateway.HTTP_API.event(Gateway.Request.of("GET", "/"));
    event.put("rawPath", raw);
    ObjectNode context = (ObjectNode) event.get("requestContext");
    context.put("domainName", domain);
    if (domain == null) {
      context.remove("domainName");
    }
    Event read = new Event(event.toString().getBytes(StandardCharsets.UTF_8));
    assertEquals(path, FORMATS.get(0).readRequest(read).getRawPath());
  }

  @Test
  void cookiesOfFormat2AreOneField() {
    GatewayRequest read =
        FORMATS
            .get(0)
            .readRequest(
                new Event(
                    Samples.read("apigateway-http-api-proxy")
                        .toString()
                        .getBytes(StandardCharsets.UTF_8)));
    assertEquals("cookie1; cookie2", read.getHeaders().get("Cookie"));
    assertEquals("value1,value2", read.getHeaders().get("header2"));
  }

  @ParameterizedTest
  @CsvSource({
    "200, 200 OK",
    "201, 201 Created",
    "202, 202 Accepted",
    "204, 204 No Content",
    "207, 207 Multi-Status",
    "303, 303 See Other",
    "304, 304 Not Modified",
    "400, 400 Bad Request",
    "401, 401 Unauthorized",
    "403, 403 Forbidden",
    "404, 404 Not Found",
    "405, 405 Method Not Allowed",
    "406, 406 Not Acceptable",
    "409, 409 Conflict",
    "412, 412 Precondition Failed",
    "413, 413 Content Too Large",
    "414, 414 URI Too Long",
    "415, 415 Unsupported Media Type",
    "422, 422 Unprocessable Content",
    "431, 431 Request Header Fields Too Large",
    "500, 500 Internal Server Error",
    "501, 501 Not Implemented",
    "503, 503 Service Unavailable",
    "504, 504 Gateway Timeout"
  })
  void everyStatusHasItsReasonPhrase(int status, String line) {
    assertEquals(line, StatusLine.of(status));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Location|/items/a|/prod/items/a",
        "location|/items/a|/prod/items/a",
        "Location|https://example.com/a|https://example.com/a",
        "Location|//example.com/a|//example.com/a",
        "Location|a|a",
        "Link|</items?cursor=a>; rel=\"next\"|</prod/items?cursor=a>; rel=\"next\"",
        "Link|</a>; rel=\"a\", </b>; rel=\"b\",</c>|</prod/a>; rel=\"a\", </prod/b>;"
            + " rel=\"b\",</prod/c>",
        "Link|<?cursor=a>; rel=\"next\"|<?cursor=a>; rel=\"next\"",
        "Link|<//example.com/a>|<//example.com/a>",
        "Link|<https://example.com/a>|<https://example.com/a>",
        "ETag|/items/a|/items/a"
      })
  void aPrefixIsPutBackIntoUrls(String name, String value, String expected) {
    assertEquals(expected, prefixed("/prod", name, value));
    assertEquals(value, prefixed("", name, value));
  }

  @Test
  void aPrefixOfAnyCharactersIsFitForAField() {
    assertEquals("/a%0D%0Ab%20$1/items/a", prefixed("/a\r\nb $1", "Location", "/items/a"));
    assertEquals("</a$1/b>", prefixed("/a$1", "Link", "</b>"));
  }

  private static String prefixed(String prefix, String name, String value) {
    return new GatewayResponse(200, Map.of(name, value), List.of(), null, false)
        .withPrefix(prefix)
        .headers()
        .get(name);
  }
}
