package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.larder.http.Identity;
import io.quarkus.vertx.http.runtime.QuarkusHttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** An HTTP request in the one form that the extension takes, whatever brought it. */
final class Inbound extends APIGatewayV2HTTPEvent {
  private Identity caller = Identity.NOBODY;
  private String prefix = "";
  private Carrier carrier = Carrier.LAMBDA;

  /**
   * @param sourceIp of the client; null where it is not known
   */
  Inbound(String method, String sourceIp) {
    setRequestContext(
        RequestContext.builder()
            .withHttp(
                RequestContext.Http.builder().withMethod(method).withSourceIp(sourceIp).build())
            .build());
  }

  /** The one that the extension made this request of. */
  static Inbound of(HttpServerRequest request) {
    return (Inbound)
        ((QuarkusHttpHeaders) request.headers()).getContextObject(APIGatewayV2HTTPEvent.class);
  }

  String method() {
    return getRequestContext().getHttp().getMethod();
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

  void setPrefix(String prefix) {
    this.prefix = prefix;
  }

  /** Makes the first segments a part of the prefix, if they are these. */
  void strip(String segments) {
    String path = getRawPath();
    if (path != null
        && path.startsWith(segments)
        && (path.length() == segments.length() || path.charAt(segments.length()) == '/')) {
      setRawPath(path.substring(segments.length()));
      prefix += segments;
    }
  }

  /** What carries the answer takes no more. */
  Carrier carrier() {
    return carrier;
  }

  void setCarrier(Carrier carrier) {
    this.carrier = carrier;
  }
}
