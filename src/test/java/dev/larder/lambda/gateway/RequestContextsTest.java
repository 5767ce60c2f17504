package dev.larder.lambda.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.event.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestContextsTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** As Jackson binds it, where it can. */
  @Test
  void whatIsToldIsWhatTheEventSays() throws IOException {
    JsonNode event = Samples.read("apigateway-http-api-proxy").path("requestContext");
    // The sample has a network in the place of the address.
    ((ObjectNode) event.path("http")).put("sourceIp", "192.168.0.1");
    assertEquals(
        JSON.treeToValue(event, RequestContext.class),
        with(event.at("/http/method").asText(), RequestContexts.ofVersion2(event)));
  }

  @Test
  void callersOfEveryAuthorizerAreTold() throws IOException {
    JsonNode event =
        read(
            """
            {"accountId": "1", "http": {"method": "GET", "path": "/a", "protocol": "HTTP/1.1",
              "sourceIp": "192.0.2.1", "userAgent": "a"}, "authorizer": {"iam": {"accessKey": "k",
              "accountId": "1", "callerId": "c", "principalOrgId": "o", "userArn": "arn",
              "userId": "u"}}, "timeEpoch": 5}
            """);
    assertEquals(
        JSON.treeToValue(event, RequestContext.class),
        with("GET", RequestContexts.ofVersion2(event)));
    JsonNode lambda =
        read("{\"http\": {}, \"authorizer\": {\"lambda\": {\"a\": 1, \"b\": true, \"c\": [1]}}}");
    assertEquals(
        Map.of("a", 1, "b", true, "c", "[1]"),
        RequestContexts.ofVersion2(lambda).getAuthorizer().getLambda());
  }

  /** The method is the request's to set. */
  private static RequestContext with(String method, RequestContext context) {
    context.getHttp().setMethod(method);
    return context;
  }

  @Test
  void claimsMayBeLists() {
    JsonNode event =
        read(
            """
            {"http": {}, "authorizer": {"jwt": {"claims": {"sub": "ada", "groups": ["a", "b"],
              "exp": 5, "none": null}, "scopes": ["read"]}}}
            """);
    APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT jwt =
        RequestContexts.ofVersion2(event).getAuthorizer().getJwt();
    assertEquals("ada", jwt.getClaims().get("sub"));
    assertEquals("[\"a\",\"b\"]", jwt.getClaims().get("groups"));
    assertEquals("5", jwt.getClaims().get("exp"));
    assertNull(jwt.getClaims().get("none"));
    assertEquals(List.of("read"), jwt.getScopes());
  }

  @Test
  void payload1IsToldAsPayload2() {
    JsonNode event =
        read(
            """
            {"accountId": "1", "stage": "prod", "requestTimeEpoch": 7, "path": "/prod/a",
             "identity": {"sourceIp": "192.0.2.1", "userAgent": "a", "userArn": "arn",
               "caller": "c", "user": "u"}, "authorizer": {"claims": {"sub": "ada"}}}
            """);
    RequestContext context = RequestContexts.ofVersion1(event);
    assertEquals("prod", context.getStage());
    assertEquals(7, context.getTimeEpoch());
    assertEquals("192.0.2.1", context.getHttp().getSourceIp());
    assertEquals("ada", context.getAuthorizer().getJwt().getClaims().get("sub"));
    assertEquals("c", context.getAuthorizer().getIam().getCallerId());
    RequestContext custom =
        RequestContexts.ofVersion1(read("{\"authorizer\": {\"principalId\": \"ada\"}}"));
    assertEquals(Map.of("principalId", "ada"), custom.getAuthorizer().getLambda());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, true",
    "255.255.255.255, true",
    "0.0.0.0, true",
    "2001:db8::1, true",
    "::1, true",
    "256.0.2.1, false",
    "192.0.2, false",
    "192.0.2.1.5, false",
    "192.0.2., false",
    ".0.2.1, false",
    "1.2.3.0004, false",
    "example.com, false",
    "'', false"
  })
  void whatIsNoAddressIsNotLookedUp(String address, boolean told) {
    JsonNode event =
        JSON.createObjectNode().set("http", JSON.createObjectNode().put("sourceIp", address));
    assertEquals(told ? address : null, RequestContexts.ofVersion2(event).getHttp().getSourceIp());
  }
}
