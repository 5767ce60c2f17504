package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.larder.http.Identity;
import dev.larder.runtime.ResponseLimits;
import dev.larder.runtime.ResponseSize;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An HTTP request, whatever brought it, as the one event that quarkus-amazon-lambda-http maps onto
 * JAX-RS. The path is the API's own, and each header field has one value.
 */
public final class GatewayRequest extends APIGatewayV2HTTPEvent {
  /**
   * What takes an answer to whom it is for, and how much of it how late.
   *
   * @param bytes of the whole JSON
   * @param bodyBytes of the body alone, as {@link ResponseSize#carriedBytes} counts them: what is
   *     left is for header fields
   * @param time from the beginning of the request
   */
  record Limits(int bytes, int bodyBytes, Duration time) {
    /** "Lambda quotas" of the Lambda developer guide. */
    static final Limits LAMBDA =
        new Limits(6_291_556, ResponseSize.MAX_BYTES, ResponseLimits.LONGEST);

    /** API Gateway takes larger answers than Lambda does, and waits for 29 or 30 seconds. */
    static final Limits API_GATEWAY =
        new Limits(LAMBDA.bytes(), LAMBDA.bodyBytes(), Duration.ofSeconds(29));

    /**
     * 1 MB for the whole of the JSON, which may be 2^20 bytes, or not; it is waited for as above.
     */
    static final Limits LOAD_BALANCER = new Limits(1_000_000, 900_000, API_GATEWAY.time());

    /** The same with smaller bodies. */
    Limits withBody(int mostBytes) {
      return new Limits(bytes, mostBytes, time);
    }
  }

  /** What begins otherwise would make another host of the paths that it is put before. */
  private static final Pattern SEGMENTS = Pattern.compile("(/[^/\\\\]+)+");

  /** What a decoder puts in the place of octets that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private Identity caller = Identity.NOBODY;
  private String prefix = "";
  private Limits limits = Limits.LAMBDA;
  private Optional<String> defect = Optional.empty();
  private volatile String route = "none";

  /** A request without path, header fields and body. */
  GatewayRequest(String method) {
    this(method, new RequestContext());
  }

  /**
   * @param context of the event that the request came in
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

  /** The value of a header field, whatever the case of its name; null where there is none. */
  String header(String name) {
    return getHeaders().get(name);
  }

  /** Sets the header fields, whatever the case of their names. */
  void setFields(Map<String, String> fields) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(fields);
    setHeaders(all);
  }

  /** Sets a body that is text in UTF-8, or base64 of anything. */
  void setBody(String body, boolean base64) {
    setBody(body);
    setIsBase64Encoded(base64);
  }

  /** Sets the body; null for none. Text in UTF-8 stays text. */
  void setBody(byte[] body) {
    String text = body == null ? null : new String(body, StandardCharsets.UTF_8);
    if (text == null || text.indexOf(REPLACEMENT) < 0) {
      setBody(text, false);
    } else {
      setBody(Base64.getEncoder().encodeToString(body), true);
    }
  }

  /** How many octets the body has. */
  int bodyBytes() {
    if (getBody() == null) {
      return 0;
    }
    return getIsBase64Encoded() ? decodedBytes(getBody()) : utf8Bytes(getBody());
  }

  private static int decodedBytes(String base64) {
    int end = base64.length();
    while (end > 0 && base64.charAt(end - 1) == '=') {
      end--;
    }
    return (int) (end * 3L / 4);
  }

  private static int utf8Bytes(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // Each half of a surrogate pair is two of four.
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  /** What is wrong with the request as it came, as a sentence; empty where nothing is. */
  Optional<String> defect() {
    return defect;
  }

  void setDefect(String defect) {
    this.defect = Optional.of(defect);
  }

  /** Whom the authorizer in front of the function has let in. */
  Identity caller() {
    return caller;
  }

  /** Sets whom the authorizer names; the extension asks about events that have an authorizer. */
  void setCaller(Identity caller) {
    this.caller = caller;
    if (getRequestContext().getAuthorizer() == null && !caller.isNobody()) {
      getRequestContext().setAuthorizer(new RequestContext.Authorizer());
    }
  }

  /** What the path of the request's URL has before the API's own path; empty for nothing. */
  public String prefix() {
    return prefix;
  }

  /** Sets it, if it is segments. */
  void setPrefix(String prefix) {
    if (prefix.isEmpty() || SEGMENTS.matcher(prefix).matches()) {
      this.prefix = prefix;
    }
  }

  /** Makes the first segments a part of the prefix, if they are these. */
  void strip(String segments) {
    String path = getRawPath();
    if (path != null
        && SEGMENTS.matcher(segments).matches()
        && path.startsWith(segments)
        && (path.length() == segments.length() || path.charAt(segments.length()) == '/')) {
      setRawPath(path.substring(segments.length()));
      prefix += segments;
    }
  }

  /** What the gateway takes of a response. */
  Limits limits() {
    return limits;
  }

  void setLimits(Limits limits) {
    this.limits = limits;
  }

  /** The path template of the resource that the request matched; {@code none} for none. */
  String route() {
    return route;
  }

  void setRoute(String route) {
    this.route = route;
  }

  boolean isMatched() {
    return !route.equals("none");
  }
}
