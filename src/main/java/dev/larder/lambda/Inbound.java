package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.larder.http.Identity;
import dev.larder.http.ProblemException;
import io.netty.buffer.ByteBufUtil;
import io.quarkus.vertx.http.runtime.QuarkusHttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** An HTTP request in the one form that the extension takes, whatever brought it. */
final class Inbound extends APIGatewayV2HTTPEvent {
  private Identity caller = Identity.NOBODY;
  private String prefix = "";
  private Carrier carrier = Carrier.LAMBDA;
  private Optional<ProblemException> refusal = Optional.empty();

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

  /** Bytes of the body, decoded. */
  int bodyBytes() {
    String body = getBody();
    if (body == null) {
      return 0;
    }
    if (!getIsBase64Encoded()) {
      return ByteBufUtil.utf8Bytes(body);
    }
    int padding = body.endsWith("==") ? 2 : body.endsWith("=") ? 1 : 0;
    return (int) ((body.length() - padding) * 3L / 4);
  }

  /** Why no resource is to see the request; empty where one is. */
  Optional<ProblemException> refusal() {
    return refusal;
  }

  /** Has the request answered with a problem, and its body left alone. */
  void refuse(ProblemException problem) {
    refusal = Optional.of(problem);
    setBody(null);
    setIsBase64Encoded(false);
  }

  /** What carries the answer takes no more. */
  Carrier carrier() {
    return carrier;
  }

  void setCarrier(Carrier carrier) {
    this.carrier = carrier;
  }
}
