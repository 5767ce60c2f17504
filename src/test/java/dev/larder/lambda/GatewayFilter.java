package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import groovy.lang.GroovyObject;
import io.restassured.RestAssured;
import io.restassured.builder.ResponseBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.HeaderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Has a deployed function answer REST-assured's requests, through a {@link Gateway} and with no
 * HTTP between them.
 *
 * <ul>
 *   <li>Path and query arrive as the test writes them; parameters are written into the path.
 *   <li>A body of bytes is sent in base64, as gateways send what they take for binary.
 *   <li>{@code Accept: *}{@code /*} is not sent, since REST-assured adds it to every request.
 *   <li>The response has the invocation's id in {@value #REQUEST_ID}, as Lambda's own has.
 *   <li>A direct answer, of {@link Gateway#DIRECT}, has neither a status nor header fields; see
 *       {@link Direct#answer} for what stands in their place.
 * </ul>
 */
public final class GatewayFilter implements Filter {
  public static final String REQUEST_ID = "x-amzn-RequestId";

  private static final RestAssuredConfig CONFIG =
      RestAssuredConfig.config()
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .appendDefaultContentCharsetToContentTypeIfUndefined(false))
          .headerConfig(HeaderConfig.headerConfig().overwriteHeadersWithName("Content-Type"));

  private final DeployedFunction function;
  private final Gateway gateway;
  private final Consumer<ObjectNode> authorizer;
  private final Duration timeout;

  private GatewayFilter(
      DeployedFunction function,
      Gateway gateway,
      Consumer<ObjectNode> authorizer,
      Duration timeout) {
    this.function = function;
    this.gateway = gateway;
    this.authorizer = authorizer;
    this.timeout = timeout;
  }

  /** Without an authorizer, and with {@link RuntimeApi#DEFAULT_TIMEOUT}. */
  static GatewayFilter of(DeployedFunction function, Gateway gateway) {
    return new GatewayFilter(function, gateway, context -> {}, RuntimeApi.DEFAULT_TIMEOUT);
  }

  /**
   * With an authorizer.
   *
   * @param authorizer adds to the event's request context whom it has let in; see {@link
   *     Authorizers}
   */
  public GatewayFilter authorizer(Consumer<ObjectNode> authorizer) {
    return new GatewayFilter(function, gateway, authorizer, timeout);
  }

  /** With another time that the function has for a request. */
  public GatewayFilter timeout(Duration timeout) {
    return new GatewayFilter(function, gateway, authorizer, timeout);
  }

  /** A request that is sent through it. */
  public RequestSpecification given() {
    return RestAssured.given().config(CONFIG).urlEncodingEnabled(false).filter(this);
  }

  /** A request with a JSON body that is sent through it. */
  public RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  @Override
  public Response filter(
      FilterableRequestSpecification specification,
      FilterableResponseSpecification expected,
      FilterContext context) {
    Gateway.Request request = request(specification);
    ObjectNode event = gateway.event(request);
    authorizer.accept((ObjectNode) event.get("requestContext"));
    RuntimeApi.Outcome outcome = function.invoke(event.toString(), timeout);
    HttpEvent.Answer answer =
        gateway == Gateway.DIRECT
            ? Direct.answer(request.method(), outcome)
            : gateway.answer(outcome);
    return response(request, outcome, answer);
  }

  private static Gateway.Request request(FilterableRequestSpecification specification) {
    for (Map<?, ?> parameters :
        List.of(
            specification.getPathParams(),
            specification.getQueryParams(),
            specification.getFormParams(),
            specification.getRequestParams())) {
      assertEquals(Map.of(), parameters, "Parameters belong into the path");
    }
    assertFalse(specification.getCookies().exist(), "A cookie is a header field");
    // The URI that it tells filters lacks all but the last of parameters with one name.
    String target = (String) ((GroovyObject) specification).getProperty("path");
    Object body = specification.getBody();
    Map<String, List<String>> headers = new TreeMap<>();
    for (Header header : specification.getHeaders()) {
      String name = header.getName().toLowerCase(Locale.ROOT);
      boolean added =
          name.equals("accept") && header.getValue().equals("*/*")
              || name.equals("content-type") && body == null;
      if (!added) {
        headers.computeIfAbsent(name, none -> new ArrayList<>()).add(header.getValue());
      }
    }
    boolean binary = body instanceof byte[];
    String sent = binary ? Base64.getEncoder().encodeToString((byte[]) body) : (String) body;
    return new Gateway.Request(specification.getMethod(), target, headers, sent, binary);
  }

  private static Response response(
      Gateway.Request request, RuntimeApi.Outcome outcome, HttpEvent.Answer answer) {
    ResponseBuilder response = new ResponseBuilder().setStatusCode(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setHeader(REQUEST_ID, outcome.requestId());
    if (answer.reason() != null) {
      response.setStatusLine("HTTP/1.1 " + answer.reason());
    }
    if (request.method().equals("HEAD") || answer.status() == 204 || answer.status() == 304) {
      assertNull(answer.body(), outcome.text());
    }
    if (answer.body() != null) {
      response.setBody(answer.body());
    }
    return response.build();
  }
}
