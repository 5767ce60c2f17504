package dev.larder.lambda;

import dev.larder.http.Identity;
import dev.larder.problem.ProblemException;
import io.quarkus.vertx.http.runtime.QuarkusHttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** An HTTP request, whatever brought it. */
final class Inbound {
  /** What begins otherwise would make another host of the paths that it is put before. */
  private static final Pattern SEGMENTS = Pattern.compile("(/[^/\\\\]+)+");

  private final String method;
  private String path;
  private String query;
  private Map<String, String> headers = Map.of();
  private byte[] body;
  private Optional<String> defect = Optional.empty();
  private Identity caller = Identity.NOBODY;
  private String prefix = "";
  private Carrier carrier = Carrier.LAMBDA;
  private Optional<ProblemException> refusal = Optional.empty();

  Inbound(String method) {
    this.method = method;
  }

  /** The one that the server got this request for. */
  static Inbound of(HttpServerRequest request) {
    return ((QuarkusHttpHeaders) request.headers()).getContextObject(Inbound.class);
  }

  String method() {
    return method;
  }

  /** The API's own path, as it came. */
  String path() {
    return path;
  }

  void setPath(String path) {
    this.path = path;
  }

  /** The query without its question mark; null where there is none. */
  String query() {
    return query;
  }

  void setQuery(String query) {
    this.query = query;
  }

  /** Header fields, each with one value. */
  Map<String, String> headers() {
    return headers;
  }

  void setHeaders(Map<String, String> headers) {
    this.headers = headers;
  }

  /** The body; null where there is none. */
  byte[] body() {
    return body;
  }

  void setBody(byte[] body) {
    this.body = body;
  }

  /** What is wrong with the body as it came, as a sentence; empty where nothing is. */
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

  void setCaller(Identity caller) {
    this.caller = caller;
  }

  /** What the path of the request's URL has before the API's own path; empty for nothing. */
  String prefix() {
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
    if (path != null
        && SEGMENTS.matcher(segments).matches()
        && path.startsWith(segments)
        && (path.length() == segments.length() || path.charAt(segments.length()) == '/')) {
      path = path.substring(segments.length());
      prefix += segments;
    }
  }

  /** Why no resource is to see the request; empty where one is. */
  Optional<ProblemException> refusal() {
    return refusal;
  }

  /** Has the request answered with a problem, and its body left alone. */
  void refuse(ProblemException problem) {
    refusal = Optional.of(problem);
    body = null;
  }

  /** What carries the answer takes no more. */
  Carrier carrier() {
    return carrier;
  }

  void setCarrier(Carrier carrier) {
    this.carrier = carrier;
  }
}
