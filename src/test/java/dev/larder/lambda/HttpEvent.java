package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.Gzip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An event of an API Gateway HTTP API, payload format 2.0, with the members of the example in
 * "Working with AWS Lambda proxy integrations for HTTP APIs".
 */
public final class HttpEvent {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Who makes requests unless somebody else is named. */
  private static final String USER = "arn:aws:iam::123456789012:user/operator";

  private final ObjectNode event = MAPPER.createObjectNode();

  private HttpEvent(String method, String path) {
    int question = path.indexOf('?');
    String rawPath = Gateway.pathOfHttpApi(question < 0 ? path : path.substring(0, question));
    event.put("version", "2.0");
    event.put("routeKey", "$default");
    event.put("rawPath", rawPath);
    event.put("rawQueryString", question < 0 ? "" : path.substring(question + 1));
    event
        .putObject("headers")
        .put("accept", "*/*")
        .put("host", "r3pmxmplak.execute-api.eu-central-1.amazonaws.com")
        .put("user-agent", "Mozilla/5.0 (X11; Linux x86_64) (KHTML, like Gecko)")
        .put("x-amzn-trace-id", "Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e")
        .put("x-forwarded-for", "205.255.255.176")
        .put("x-forwarded-port", "443")
        .put("x-forwarded-proto", "https");
    ObjectNode context = event.putObject("requestContext");
    context
        .put("accountId", "123456789012")
        .put("apiId", "r3pmxmplak")
        .put("domainName", "r3pmxmplak.execute-api.eu-central-1.amazonaws.com")
        .put("domainPrefix", "r3pmxmplak")
        .put("requestId", "JKJaXmPLvHcESHA=")
        .put("routeKey", "$default")
        .put("stage", "$default")
        .put("time", "10/Mar/2020:05:16:23 +0000")
        .put("timeEpoch", 1583817383220L);
    context
        .putObject("http")
        .put("method", method)
        .put("path", rawPath)
        .put("protocol", "HTTP/1.1")
        .put("sourceIp", "205.255.255.176")
        .put("userAgent", "Mozilla/5.0 (X11; Linux x86_64) (KHTML, like Gecko)");
    event.put("isBase64Encoded", false);
    by(Authorizers.iam(USER));
  }

  public static HttpEvent of(String method, String path) {
    return new HttpEvent(method, path);
  }

  public HttpEvent header(String name, String value) {
    ((ObjectNode) event.get("headers")).put(name.toLowerCase(Locale.ROOT), value);
    return this;
  }

  /** As where no authorizer is in front of the function. */
  public HttpEvent anonymous() {
    context().remove("authorizer");
    return this;
  }

  /** See {@link Authorizers#jwt(String)}. */
  public HttpEvent jwt(String subject) {
    return by(Authorizers.jwt(subject));
  }

  /** See {@link Authorizers#jwt(String, String)}. */
  public HttpEvent jwt(String subject, String scopes) {
    return by(Authorizers.jwt(subject, scopes));
  }

  /** One more claim of the token, as its JSON. */
  public HttpEvent claim(String name, String json) {
    ObjectNode claims = (ObjectNode) context().at("/authorizer/jwt/claims");
    claims.set(name, Direct.read(json));
    return this;
  }

  private HttpEvent by(Consumer<ObjectNode> authorizer) {
    authorizer.accept(context());
    return this;
  }

  private ObjectNode context() {
    return (ObjectNode) event.get("requestContext");
  }

  /** A body as text, of media type {@code application/json}. */
  public HttpEvent json(String body) {
    event.put("body", body);
    return header("content-type", "application/json");
  }

  /** A JSON body in base64, as API Gateway sends what it takes for binary. */
  public HttpEvent base64Json(String body) {
    json(Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
    event.put("isBase64Encoded", true);
    return this;
  }

  /** Has a function in this process answer it. */
  public Answer sendTo(RequestStreamHandler function) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(toString().getBytes(StandardCharsets.UTF_8)),
        answer,
        new FixedContext("r", 1024, 20_000));
    return Answer.of(new RuntimeApi.Outcome("r", false, null, answer.toByteArray()));
  }

  @Override
  public String toString() {
    return event.toString();
  }

  /**
   * What the function answered to such an event.
   *
   * @param reason status and reason phrase; null where the gateway chooses the phrase
   * @param body null for none
   */
  public record Answer(int status, String reason, Map<String, String> headers, String body) {

    /** Reads an outcome that must be a success. */
    public static Answer of(RuntimeApi.Outcome outcome) {
      if (outcome.failed()) {
        throw new AssertionError("The invocation failed: " + outcome.text());
      }
      try {
        JsonNode answer = MAPPER.readTree(outcome.payload());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer
            .path("headers")
            .properties()
            .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        String body = answer.path("body").asText(null);
        if (headers.containsKey("Content-Encoding")) {
          body = decompressed(body, headers);
        } else if (answer.path("isBase64Encoded").asBoolean() && body != null) {
          body = new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
        }
        return new Answer(answer.path("statusCode").asInt(), null, headers, body);
      } catch (IOException e) {
        throw new AssertionError("The answer is no JSON: " + outcome.text(), e);
      }
    }

    /**
     * Decodes a body as clients do, and leaves out the field that says how.
     *
     * @param base64 the body in gzip
     */
    static String decompressed(String base64, Map<String, String> headers) {
      assertEquals("gzip", headers.remove("Content-Encoding"));
      byte[] octets = Base64.getDecoder().decode(base64);
      byte[] body = Gzip.decompress(octets);
      headers.computeIfPresent(
          "Content-Length",
          (name, length) -> {
            assertEquals(String.valueOf(octets.length), length);
            return String.valueOf(body.length);
          });
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The body's JSON. */
    public JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("The body is no JSON: " + body, e);
      }
    }
  }
}
