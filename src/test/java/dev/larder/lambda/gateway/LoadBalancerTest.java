package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.event.Event;
import dev.larder.event.Samples;
import dev.larder.http.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadBalancerTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Event MULTI_VALUE =
      new Event("{\"multiValueHeaders\": {}}".getBytes(StandardCharsets.UTF_8));

  private final LoadBalancer balancer = new LoadBalancer(null);
  private final ObjectNode sample = Samples.read("alb-request");

  private Event event() {
    return new Event(sample.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theSampleIsReadWhole() {
    assertTrue(balancer.accepts(event()));
    GatewayRequest request = balancer.readRequest(event());
    assertEquals("POST", request.method());
    assertEquals("/path/to/resource", request.getRawPath());
    assertEquals("query=1234ABCD", request.getRawQueryString());
    assertEquals("http", request.getHeaders().get("X-Forwarded-Proto"));
    assertTrue(request.syntaxError().isEmpty());
    assertEquals(Identity.NOBODY, request.caller());
  }

  @Test
  void aQueryStaysEncodedAsItIs() throws IOException {
    sample.set(
        "queryStringParameters",
        MAPPER.readTree("{\"title%5Bgt%5D\": \"a%26b+c%252F\", \"flag\": \"\"}"));
    assertEquals(
        "title%5Bgt%5D=a%26b+c%252F&flag=", balancer.readRequest(event()).getRawQueryString());
    sample.set("queryStringParameters", MAPPER.createObjectNode());
    assertNull(balancer.readRequest(event()).getRawQueryString());
  }

  @Test
  void manyValuesAreRead() throws IOException {
    sample.remove(List.of("headers", "queryStringParameters"));
    sample.set("multiValueHeaders", MAPPER.readTree("{\"accept\": [\"a/b\", \"c/d;q=0.1\"]}"));
    sample.set(
        "multiValueQueryStringParameters", MAPPER.readTree("{\"a\": [\"%201\", \"2\", \"2\"]}"));
    sample.put("body", "").put("isBase64Encoded", false).putNull("path");
    assertTrue(balancer.accepts(event()));
    GatewayRequest request = balancer.readRequest(event());
    assertEquals("a/b, c/d;q=0.1", request.getHeaders().get("Accept"));
    assertEquals("a=%201&a=2&a=2", request.getRawQueryString());
    assertNull(request.getBody());
    assertNull(request.getRawPath());
  }

  @Test
  void nobodyIsNamedByHeaderFields() {
    ((ObjectNode) sample.get("headers")).put("x-amzn-oidc-identity", "ada");
    ((ObjectNode) sample.get("requestContext")).putObject("authorizer").put("principalId", "ada");
    assertEquals(Identity.NOBODY, balancer.readRequest(event()).caller());
  }

  private static GatewayResponse answer(int status, String type, String body, String... cookies) {
    return new GatewayResponse(status, Map.of("Content-Type", type), List.of(cookies), body, false);
  }

  @Test
  void anAnswerHasItsStatusLineAndAlwaysABody() throws IOException {
    assertEquals(
        MAPPER.readTree(
            """
            {"statusCode": 204, "statusDescription": "204 No Content",
             "headers": {"Content-Type": "text/plain"}, "body": "", "isBase64Encoded": false}
            """),
        MAPPER.readTree(balancer.writeResponse(event(), answer(204, "text/plain", null))));
    assertEquals(
        MAPPER.readTree(
            """
            {"statusCode": 200, "statusDescription": "200 OK", "multiValueHeaders":
              {"Content-Type": ["application/json"], "Set-Cookie": ["a=1", "b=2"]},
             "body": "{}", "isBase64Encoded": false}
            """),
        MAPPER.readTree(
            balancer.writeResponse(
                MULTI_VALUE, answer(200, "application/json", "{}", "a=1", "b=2"))));
  }

  @Test
  void aBinaryBodyStaysInBase64() throws IOException {
    GatewayResponse answer =
        new GatewayResponse(
            200, Map.of("Content-Type", "application/octet-stream"), List.of(), "/+8=", true);
    for (PayloadFormat shape :
        List.of(
            balancer,
            new ApiGatewayV1(null, new AuthorizerIdentities(List.of(), Set.of())),
            new ApiGatewayV2(null, new AuthorizerIdentities(List.of(), Set.of())))) {
      JsonNode written = MAPPER.readTree(shape.writeResponse(event(), answer));
      assertEquals("/+8=", written.path("body").asText());
      assertTrue(written.path("isBase64Encoded").asBoolean());
    }
  }

  @Test
  void noCookieTakesThePlaceOfAnother() throws IOException {
    List<String> cookies = IntStream.range(0, 300).mapToObj(i -> "c" + i + "=1").toList();
    JsonNode headers =
        MAPPER
            .readTree(
                balancer.writeResponse(
                    event(), answer(200, "text/plain", null, cookies.toArray(String[]::new))))
            .path("headers");
    assertEquals("c0=1", headers.path("set-cookie").asText());
    assertEquals("c1=1", headers.path("Set-cookie").asText());
    assertEquals(
        cookies.stream().collect(Collectors.toSet()),
        headers.properties().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("set-cookie"))
            .map(header -> header.getValue().asText())
            .collect(Collectors.toSet()));
  }

  @Test
  void itCarriesLessThanLambda() {
    assertTrue(balancer.limits().bytes() < GatewayRequest.Limits.LAMBDA.bytes());
    assertTrue(balancer.limits().bodyBytes() < balancer.limits().bytes());
  }
}
