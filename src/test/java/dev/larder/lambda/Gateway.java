package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.event.Samples;
import dev.larder.text.PercentEncoding;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What can stand in front of the function, and does with a client's request as it does on AWS: on
 * AWS's own sample events, with method, path, query, fields and body replaced.
 */
public enum Gateway {
  HTTP_API("", true) {
    @Override
    public ObjectNode event(Request request) {
      return version2(request, pathOfHttpApi(request.path()));
    }
  },
  HTTP_API_STAGE("/prod", true) {
    @Override
    public ObjectNode event(Request request) {
      ObjectNode event = version2(request, "/prod" + pathOfHttpApi(request.path()));
      context(event).put("stage", "prod").put("apiId", "id");
      return event;
    }
  },
  FUNCTION_URL("", false) {
    @Override
    public ObjectNode event(Request request) {
      ObjectNode event = version2(request, request.path());
      context(event)
          .put("apiId", "urlid")
          .put("domainName", "urlid.lambda-url.us-east-1.on.aws")
          .putNull("authentication");
      return event;
    }
  },
  REST_API("/prod", false) {
    @Override
    public ObjectNode event(Request request) {
      ObjectNode event = version1(request, request.path());
      event.put("resource", "/{proxy+}");
      event.putObject("pathParameters").put("proxy", request.decodedPath().substring(1));
      context(event).put("path", "/prod" + request.path());
      return event;
    }
  },
  REST_API_CUSTOM_DOMAIN("/v1", false) {
    @Override
    public ObjectNode event(Request request) {
      ObjectNode event = version1(request, "/v1" + request.path());
      event.put("resource", "/{proxy+}");
      event.putObject("pathParameters").put("proxy", request.decodedPath().substring(1));
      context(event).put("path", "/v1" + request.path()).put("domainName", "api.example.com");
      return event;
    }
  },
  HTTP_API_VERSION_1("/prod", true) {
    @Override
    public ObjectNode event(Request request) {
      String path = "/prod" + pathOfHttpApi(request.path());
      ObjectNode event = version1(request, path);
      event.put("version", "1.0").put("resource", "$default").putNull("pathParameters");
      context(event)
          .put("path", path)
          .put("resourcePath", "$default")
          .put("domainName", "1234567890.execute-api.us-east-1.amazonaws.com");
      return event;
    }
  },
  LOAD_BALANCER("", false) {
    @Override
    public ObjectNode event(Request request) {
      ObjectNode event = loadBalancer(request);
      ObjectNode headers = (ObjectNode) event.get("headers");
      request.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
      ObjectNode query = event.putObject("queryStringParameters");
      request.parameters(false).forEach(parameter -> query.put(parameter[0], parameter[1]));
      return event;
    }
  },
  LOAD_BALANCER_MULTI_VALUE("", false) {
    @Override
    public ObjectNode event(Request request) {
      ObjectNode event = loadBalancer(request);
      ObjectNode headers = event.putObject("multiValueHeaders");
      event
          .remove("headers")
          .properties()
          .forEach(h -> headers.putArray(h.getKey()).add(h.getValue()));
      request.headers().forEach((name, values) -> values.forEach(headers.putArray(name)::add));
      event.remove("queryStringParameters");
      ObjectNode query = event.putObject("multiValueQueryStringParameters");
      request.parameters(false).forEach(each -> query.withArrayProperty(each[0]).add(each[1]));
      return event;
    }
  },
  /** Nothing: the request is the payload of an invocation. */
  DIRECT("", false) {
    @Override
    public ObjectNode event(Request request) {
      return Direct.event(request);
    }
  };

  /** All that speak HTTP. */
  public static final List<Gateway> OF_HTTP =
      Stream.of(values()).filter(gateway -> gateway != DIRECT).toList();

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What its URLs have before the paths of the API. */
  final String prefix;

  /** Whether it decodes paths, {@link #pathOfHttpApi}. */
  final boolean decodesPaths;

  Gateway(String prefix, boolean decodesPaths) {
    this.prefix = prefix;
    this.decodesPaths = decodesPaths;
  }

  /**
   * A client's request.
   *
   * @param target path and query as in a request line
   * @param headers names in lower case
   * @param body null for none
   */
  public record Request(
      String method,
      String target,
      Map<String, List<String>> headers,
      String body,
      boolean base64) {

    public static Request of(String method, String target) {
      return new Request(method, target, Map.of(), null, false);
    }

    Request header(String name, String... values) {
      Map<String, List<String>> all = new TreeMap<>(headers);
      all.put(name.toLowerCase(Locale.ROOT), List.of(values));
      return new Request(method, target, all, body, base64);
    }

    public Request json(String json) {
      return new Request(method, target, headers, json, false)
          .header("Content-Type", "application/json");
    }

    String path() {
      return target.split("\\?")[0];
    }

    String decodedPath() {
      return decoded(path().replace("+", "%2B"));
    }

    String query() {
      return target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
    }

    List<String[]> parameters(boolean decode) {
      return query().isEmpty()
          ? List.of()
          : List.of(query().split("&")).stream()
              .map(each -> (each + (each.contains("=") ? "" : "=")).split("=", 2))
              .map(each -> decode ? new String[] {decoded(each[0]), decoded(each[1])} : each)
              .toList();
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  /**
   * What an HTTP API makes of the path of a request line, as recorded of it in 2026: it decodes the
   * path, cuts it at a question mark, and decodes it again, so that {@code /question%3Fvalue}
   * becomes {@code /question} and {@code /literal%252Fvalue} becomes {@code /literal/value}.
   */
  static String pathOfHttpApi(String path) {
    String once = PercentEncoding.decode(path).orElse(path).split("\\?", 2)[0];
    return PercentEncoding.decode(once).orElse(once);
  }

  /** Its event of a request. */
  public abstract ObjectNode event(Request request);

  private static ObjectNode version2(Request request, String rawPath) {
    ObjectNode event = Samples.read("apigateway-http-api-proxy");
    event.put("rawPath", rawPath).put("rawQueryString", request.query());
    event.remove(List.of("queryStringParameters", "pathParameters"));
    ObjectNode headers = (ObjectNode) event.get("headers");
    request.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
    context(event).remove("authorizer");
    ((ObjectNode) context(event).get("http"))
        .put("method", request.method())
        .put("path", rawPath)
        .put("sourceIp", "192.168.0.1");
    return body(event, request);
  }

  private static ObjectNode version1(Request request, String path) {
    ObjectNode event = Samples.read("apigateway-aws-proxy");
    event.put("httpMethod", request.method()).put("path", path);
    context(event).put("httpMethod", request.method());
    ObjectNode headers = (ObjectNode) event.get("headers");
    ObjectNode several = (ObjectNode) event.get("multiValueHeaders");
    request
        .headers()
        .forEach(
            (name, values) -> {
              String written = asClientsWrite(name);
              headers.put(written, values.get(values.size() - 1));
              values.forEach(several.putArray(written)::add);
            });
    ObjectNode single = event.putObject("queryStringParameters");
    ObjectNode multiple = event.putObject("multiValueQueryStringParameters");
    for (String[] parameter : request.parameters(true)) {
      single.put(parameter[0], parameter[1]);
      multiple.withArrayProperty(parameter[0]).add(parameter[1]);
    }
    if (request.query().isEmpty()) {
      event.putNull("queryStringParameters").putNull("multiValueQueryStringParameters");
    }
    return body(event, request);
  }

  private static String asClientsWrite(String name) {
    StringBuilder written = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      if (i == 0 || name.charAt(i - 1) == '-') {
        written.setCharAt(i, Character.toUpperCase(name.charAt(i)));
      }
    }
    return written.toString();
  }

  private static ObjectNode loadBalancer(Request request) {
    ObjectNode event = Samples.read("alb-request");
    event.put("httpMethod", request.method()).put("path", request.path());
    body(event, request);
    if (request.body() == null) {
      event.put("body", "");
    }
    return event;
  }

  private static ObjectNode body(ObjectNode event, Request request) {
    return event.put("body", request.body()).put("isBase64Encoded", request.base64());
  }

  private static ObjectNode context(ObjectNode event) {
    return (ObjectNode) event.get("requestContext");
  }

  /** What it would answer to the client; it takes an answer in its own form alone. */
  public HttpEvent.Answer answer(RuntimeApi.Outcome outcome) {
    assertTrue(!outcome.failed(), outcome.text());
    JsonNode answer;
    try {
      answer = MAPPER.readTree(outcome.payload());
    } catch (IOException e) {
      throw new AssertionError("The answer is no JSON: " + outcome.text(), e);
    }
    List<String> members = new java.util.ArrayList<>();
    answer.fieldNames().forEachRemaining(members::add);
    boolean hasBody = members.remove("body");
    assertEquals(form(), members, outcome.text());
    assertTrue(answer.path("statusCode").isInt(), outcome.text());
    // All that the function answers is text, or text in gzip.
    Map<String, String> headers = headers(answer);
    boolean compressed = headers.containsKey("Content-Encoding");
    assertEquals(BooleanNode.valueOf(compressed), answer.path("isBase64Encoded"), outcome.text());
    String reason = null;
    String body = null;
    if (hasBody) {
      assertTrue(answer.path("body").isTextual(), outcome.text());
      body = answer.path("body").textValue();
      body = compressed ? HttpEvent.Answer.decompressed(body, headers) : body;
    }
    if (isLoadBalancer()) {
      assertTrue(hasBody, outcome.text());
      assertTrue(outcome.payload().length <= 1_000_000, () -> outcome.payload().length + " bytes");
      reason = answer.path("statusDescription").asText();
      assertTrue(
          reason.matches(answer.path("statusCode").asText() + " [A-Z][A-Za-z-]*( [A-Z][a-z]*)*"),
          reason);
      body = body.isEmpty() ? null : body;
    }
    return new HttpEvent.Answer(answer.path("statusCode").intValue(), reason, headers, body);
  }

  boolean isLoadBalancer() {
    return this == LOAD_BALANCER || this == LOAD_BALANCER_MULTI_VALUE;
  }

  private List<String> form() {
    return switch (this) {
      case HTTP_API, HTTP_API_STAGE, FUNCTION_URL ->
          List.of("statusCode", "headers", "isBase64Encoded");
      case REST_API, REST_API_CUSTOM_DOMAIN, HTTP_API_VERSION_1 ->
          List.of("statusCode", "multiValueHeaders", "isBase64Encoded");
      case LOAD_BALANCER ->
          List.of("statusCode", "statusDescription", "headers", "isBase64Encoded");
      case LOAD_BALANCER_MULTI_VALUE ->
          List.of("statusCode", "statusDescription", "multiValueHeaders", "isBase64Encoded");
      case DIRECT -> throw new IllegalStateException("A direct answer has no such form");
    };
  }

  private static Map<String, String> headers(JsonNode answer) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    answer
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().textValue()));
    answer
        .path("multiValueHeaders")
        .properties()
        .forEach(
            header -> {
              ArrayNode values = (ArrayNode) header.getValue();
              assertEquals(1, values.size(), answer::toString);
              headers.put(header.getKey(), values.get(0).textValue());
            });
    return headers;
  }
}
