package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.larder.event.JobStep;
import dev.larder.http.Identity;
import dev.larder.runtime.ResponseLimits;
import dev.larder.runtime.ResponseSize;
import dev.larder.text.Unicode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An HTTP request from any gateway, as the event type that quarkus-amazon-lambda-http maps to
 * JAX-RS. The path is that of the API itself, without stage and base path, and each header field
 * has one value.
 */
public final class GatewayRequest extends APIGatewayV2HTTPEvent {
  /**
   * What a gateway accepts of a response.
   *
   * @param bytes of the whole JSON
   * @param bodyBytes of the body alone, as {@link ResponseSize#jsonStringBytes} counts them; the
   *     rest is for header fields
   * @param time how long the gateway waits, from the beginning of the request
   */
  record Limits(int bytes, int bodyBytes, Duration time) {
    /** "Lambda quotas" of the Lambda developer guide. */
    static final Limits LAMBDA =
        new Limits(6_291_556, ResponseSize.MAX_BYTES, ResponseLimits.LAMBDA_MAX_TIMEOUT);

    /** API Gateway accepts larger responses than Lambda does, and waits for 29 or 30 seconds. */
    static final Limits API_GATEWAY =
        new Limits(LAMBDA.bytes(), LAMBDA.bodyBytes(), Duration.ofSeconds(29));

    /**
     * 1 MB for the whole JSON, which may mean 10^6 or 2^20 bytes. This is the safe one; Larder has
     * the same time as behind API Gateway.
     */
    static final Limits LOAD_BALANCER = new Limits(1_000_000, 900_000, API_GATEWAY.time());

    /** The same limits with a smaller body. */
    Limits withBody(int mostBytes) {
      return new Limits(bytes, mostBytes, time);
    }
  }

  /**
   * A valid prefix. A prefix such as {@code //host} would turn a path after it into a URL of
   * another host.
   */
  private static final Pattern SEGMENTS = Pattern.compile("(/[^/\\\\]+)+");

  private Identity caller = Identity.NOBODY;
  private String prefix = "";
  private Limits limits = Limits.LAMBDA;
  private JobStep jobStep;
  private Optional<String> syntaxError = Optional.empty();
  private volatile String route = "none";
  private byte[] octets;
  private volatile byte[] responseOctets;

  /** Makes a request without path, header fields and body. */
  GatewayRequest(String method) {
    this(method, new RequestContext());
  }

  /**
   * @param context the request context of the event
   */
  GatewayRequest(String method, RequestContext context) {
    if (context.getHttp() == null) {
      context.setHttp(new RequestContext.Http());
    }
    context.getHttp().setMethod(method);
    setRequestContext(context);
    setHeaders(Map.of());
  }

  String method() {
    return getRequestContext().getHttp().getMethod();
  }

  /** The value of a header field, by its case-insensitive name; null if it is absent. */
  String header(String name) {
    return getHeaders().get(name);
  }

  /** Sets the header fields; their names become case-insensitive. */
  void setHeaderFields(Map<String, String> fields) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(fields);
    setHeaders(all);
  }

  /** Sets the body as text, null for none. */
  void setTextBody(String text) {
    setBody(text);
    setIsBase64Encoded(false);
    octets = null;
  }

  /**
   * Sets the body as base64.
   *
   * @throws IllegalArgumentException if the text is not base64
   */
  void setBase64Body(String base64) {
    octets = Base64.getDecoder().decode(base64);
    setBody(base64);
    setIsBase64Encoded(true);
  }

  /** Sets the body, null for none. Text in UTF-8 is kept as text, anything else as base64. */
  void setBody(byte[] body) {
    if (body == null || Unicode.isUtf8Text(body)) {
      setTextBody(body == null ? null : new String(body, StandardCharsets.UTF_8));
    } else {
      setBody(Base64.getEncoder().encodeToString(body));
      setIsBase64Encoded(true);
      octets = body;
    }
  }

  /** The number of octets of the body. */
  int bodyBytes() {
    if (getBody() == null) {
      return 0;
    }
    return octets == null ? utf8Bytes(getBody()) : octets.length;
  }

  /** The octets of the body, which is not null. */
  byte[] bodyOctets() {
    return octets == null ? getBody().getBytes(StandardCharsets.UTF_8) : octets;
  }

  /** Whether the body, which is not null, is text in UTF-8, {@link Unicode#isUtf8Text}. */
  boolean isUtf8Text() {
    return octets == null ? getBody().indexOf('\0') < 0 : Unicode.isUtf8Text(octets);
  }

  private static int utf8Bytes(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A surrogate pair has four octets, two for each half.
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  /** A sentence that says what is wrong with the request in the event; empty if nothing is. */
  Optional<String> syntaxError() {
    return syntaxError;
  }

  void setSyntaxError(String defect) {
    this.syntaxError = Optional.of(defect);
  }

  /** The caller that the authorizer identifies. */
  Identity caller() {
    return caller;
  }

  /**
   * Sets the caller. It also sets an authorizer, without which the extension would not ask for the
   * caller.
   */
  void setCaller(Identity caller) {
    this.caller = caller;
    if (getRequestContext().getAuthorizer() == null && !caller.isNobody()) {
      getRequestContext().setAuthorizer(new RequestContext.Authorizer());
    }
  }

  /** The part of the URL's path before the API's own path, such as the stage; empty for none. */
  public String prefix() {
    return prefix;
  }

  /** Sets the prefix, unless it is not valid. */
  void setPrefix(String prefix) {
    if (prefix.isEmpty() || SEGMENTS.matcher(prefix).matches()) {
      this.prefix = prefix;
    }
  }

  /** Moves the first segments of the path to the prefix, if the path begins with them. */
  void moveToPrefix(String segments) {
    String path = getRawPath();
    if (path != null
        && SEGMENTS.matcher(segments).matches()
        && path.startsWith(segments)
        && (path.length() == segments.length() || path.charAt(segments.length()) == '/')) {
      setRawPath(path.substring(segments.length()));
      prefix += segments;
    }
  }

  /** The limits of the gateway for the response. */
  Limits limits() {
    return limits;
  }

  void setLimits(Limits limits) {
    this.limits = limits;
  }

  /** The step of a job that the request is; null if it is none. */
  JobStep jobStep() {
    return jobStep;
  }

  void setJobStep(JobStep jobStep) {
    this.jobStep = jobStep;
  }

  /**
   * The path template of the resource that the request matched; {@code none} if it matched none.
   */
  String route() {
    return route;
  }

  void setRoute(String route) {
    this.route = route;
  }

  boolean isMatched() {
    return !route.equals("none");
  }

  /** The body of the response, if a resource left it here; null if not. */
  byte[] responseOctets() {
    return responseOctets;
  }

  void setResponseOctets(byte[] body) {
    this.responseOctets = body;
  }
}
