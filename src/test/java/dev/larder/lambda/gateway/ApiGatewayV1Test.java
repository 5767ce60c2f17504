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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiGatewayV1Test {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ApiGatewayV1 shape =
      new ApiGatewayV1(null, new AuthorizerIdentities(List.of(), Set.of()));
  private final ObjectNode sample = Samples.read("apigateway-aws-proxy");

  private static Event event(JsonNode event) {
    return new Event(event.toString().getBytes(StandardCharsets.UTF_8));
  }

  private GatewayRequest read() {
    assertTrue(shape.accepts(event(sample)));
    return shape.readRequest(event(sample));
  }

  private ObjectNode context() {
    return (ObjectNode) sample.get("requestContext");
  }

  @Test
  void theSampleIsReadWhole() {
    GatewayRequest request = read();
    assertEquals("POST", request.method());
    assertEquals("/path/to/resource", request.getRawPath());
    assertEquals("/prod", request.prefix());
    assertEquals("foo=bar", request.getRawQueryString());
    assertEquals("gzip, deflate, sdch", request.getHeaders().get("Accept-Encoding"));
    assertEquals(
        "0123456789.execute-api.us-east-1.amazonaws.com", request.getHeaders().get("host"));
    assertTrue(request.syntaxError().isEmpty());
    assertEquals("eyJ0ZXN0IjoiYm9keSJ9", request.getBody());
    assertTrue(request.getIsBase64Encoded());
    assertEquals(Identity.NOBODY, request.caller());
  }

  /** Of a path that is put behind it, another host would be made. */
  @ParameterizedTest
  @ValueSource(strings = {"/", "//evil.example", "/\\evil.example", "/a//b", "/a/"})
  void whatIsNoBasePathIsNotTakenOff(String before) {
    sample.put("resource", "/{proxy+}").put("path", before + "/items");
    sample.putObject("pathParameters").put("proxy", "items");
    context().put("path", before + "/items");
    GatewayRequest request = read();
    assertEquals(before + "/items", request.getRawPath());
    assertEquals("", request.prefix());
  }

  @Test
  void severalFieldsOfOneNameAreOne() throws IOException {
    sample.set(
        "multiValueHeaders",
        MAPPER.readTree(
            """
            {"If-None-Match": ["\\"a,b\\"", "\\"c\\""], "if-none-match": ["\\"d\\""],
             "COOKIE": ["a=1; b=2", "c=3"], "X-Number": [5], "X-Null": null, "X-Nulls": [null]}
            """));
    Map<String, String> headers = read().getHeaders();
    assertEquals("\"a,b\", \"c\", \"d\"", headers.get("If-None-Match"));
    assertEquals("a=1; b=2; c=3", headers.get("Cookie"));
    assertEquals("5", headers.get("X-Number"));
    assertEquals(3, headers.size(), headers::toString);
  }

  @Test
  void withoutManyValuesTheSingleOnesCount() {
    sample.putNull("multiValueHeaders").putNull("multiValueQueryStringParameters");
    GatewayRequest request = read();
    assertEquals("443", request.getHeaders().get("x-forwarded-port"));
    assertEquals("foo=bar", request.getRawQueryString());
    sample.remove(List.of("multiValueHeaders", "headers", "multiValueQueryStringParameters"));
    sample.putNull("queryStringParameters").putNull("body").putNull("isBase64Encoded");
    request = read();
    assertEquals(Map.of(), request.getHeaders());
    assertNull(request.getRawQueryString());
    assertNull(request.getBody());
  }

  @Test
  void aDecodedQueryIsEncodedAgain() throws IOException {
    sample.set(
        "multiValueQueryStringParameters",
        MAPPER.readTree(
            """
            {"title[between]": ["D,N", "a b+c", "%41"], "ü&=": ["#/?"], "empty": [""],
             "bare": [null], "alone": null, "one": "1"}
            """));
    assertEquals(
        "title%5Bbetween%5D=D,N&title%5Bbetween%5D=a%20b%2Bc&title%5Bbetween%5D=%2541"
            + "&%C3%BC%26%3D=%23%2F%3F&empty=&bare&alone&one=1",
        read().getRawQueryString());
  }

  @ParameterizedTest
  @CsvSource({
    // path, resource, proxy, path in the context, the API's path, prefix
    "/items/a,     /{proxy+},      items/a,  /prod/items/a,  /items/a, /prod",
    "/v1/items/a,  /{proxy+},      items/a,  /v1/items/a,    /items/a, /v1",
    "/a/b/items/a, /{proxy+},      items/a,  /a/b/items/a,   /items/a, /a/b",
    "/items/items, /{proxy+},      items/items, /p/items/items, /items/items, /p",
    "/v1/items/a,  /{proxy+},      /items/a, /v1/items/a,    /items/a, /v1",
    "/v1/items/a%20b%2Fc%2B+, /{proxy+}, items/a b/c++, /v1/items/a%20b%2Fc%2B+,"
        + " /items/a%20b%2Fc%2B+, /v1",
    "/v1/items/100%, /{proxy+},    items/100%, /v1/items/100%, /items/100%, /v1",
    "/v1/items,    /v1/{proxy+},   items,    /prod/v1/items, /v1/items, /prod",
    "/v1/items/a,  /items/{id},    ,         /v1/items/a,    /v1/items/a, ''",
    "/v1,          /,              ,         /v1,            '',       /v1",
    "/v1/,         /,              ,         /v1/,           /,        /v1",
    "/,            /,              ,         /prod/,         /,        /prod",
    "/items/a,     /{proxy+},      other,    /x,             /items/a, ''",
    "/items/a,     ,               ,         ,               /items/a, ''",
  })
  void aBasePathIsWhatTheGreedyParameterHasNot(
      String path, String resource, String proxy, String whole, String own, String prefix) {
    sample.put("path", path).put("resource", resource);
    sample.putObject("pathParameters").put("proxy", proxy);
    context().put("path", whole);
    GatewayRequest request = read();
    assertEquals(own, request.getRawPath());
    assertEquals(prefix, request.prefix());
  }

  @ParameterizedTest
  @CsvSource({
    "prod, 1234567890.execute-api.us-east-1.amazonaws.com, /prod/items, /items, /prod",
    "prod, 1234567890.execute-api.us-east-1.amazonaws.com, /prod, '', /prod",
    "prod, 1234567890.execute-api.us-east-1.amazonaws.com, /production/items, /production/items, ''",
    "prod, api.example.com, /prod/items, /prod/items, ''",
    "prod, , /prod/items, /prod/items, ''",
    "$default, 1234567890.execute-api.us-east-1.amazonaws.com, /items, /items, ''"
  })
  void theStageOfAnHttpApiIsTakenOffAtItsOwnDomain(
      String stage, String domain, String path, String own, String prefix) {
    sample.put("version", "1.0").put("path", path).put("resource", "$default");
    sample.putNull("pathParameters");
    context().put("stage", stage).put("domainName", domain).put("path", path);
    GatewayRequest request = read();
    assertEquals(own, request.getRawPath());
    assertEquals(prefix, request.prefix());
  }

  /** RFC 3986, section 2.4: an HTTP API has decoded the path, a REST API has not. */
  @ParameterizedTest
  @CsvSource({
    "1.0, /prod/items/a%2Fb%, /items/a%252Fb%25",
    "1.0, /prod/items/a b, /items/a b",
    ", /items/a%2Fb, /items/a%2Fb"
  })
  void thePathOfAnHttpApiIsNotDecodedAgain(String version, String path, String own) {
    sample.put("path", path).put("resource", "$default").putNull("pathParameters");
    context().put("stage", "prod");
    context().put("domainName", "1234567890.execute-api.us-east-1.amazonaws.com").put("path", path);
    if (version != null) {
      sample.put("version", version);
    }
    assertEquals(own, read().getRawPath());
  }

  /** "Payload compression for REST APIs": they decode it, and what is text cannot be gzip. */
  @ParameterizedTest
  @CsvSource({", false, true", ", true, false", "1.0, false, false"})
  void aRestApiHasDecodedTextualContent(String version, boolean base64, boolean decoded) {
    ((ObjectNode) sample.get("multiValueHeaders")).putArray("Content-Encoding").add("gzip");
    sample.put("isBase64Encoded", base64).put("body", "e30=");
    if (version != null) {
      sample.put("version", version);
    }
    assertEquals(decoded ? null : "gzip", read().header("Content-Encoding"));
  }

  @Test
  void aCollectionMayHaveTheNameOfTheStage() {
    sample.put("path", "/prod/items").put("resource", "/{proxy+}");
    sample.putObject("pathParameters").put("proxy", "prod/items");
    context().put("domainName", "1234567890.execute-api.us-east-1.amazonaws.com");
    context().put("path", "/prod/prod/items");
    assertEquals("/prod/items", read().getRawPath());
    sample.put("version", "1.0");
    assertEquals("/prod/items", read().getRawPath());
  }

  @Test
  void theAnswerHasManyValues() throws IOException {
    GatewayResponse answer =
        new GatewayResponse(
            201,
            Map.of("Content-Type", "text/plain"),
            List.of("a=1, 2", "b=3"),
            "\"grün\"\n",
            false);
    assertEquals(
        MAPPER.readTree(
            """
            {"statusCode": 201,
             "multiValueHeaders": {"Content-Type": ["text/plain"], "Set-Cookie": ["a=1, 2", "b=3"]},
             "body": "\\"grün\\"\\n", "isBase64Encoded": false}
            """),
        MAPPER.readTree(shape.writeResponse(event(sample), answer)));
  }
}
