package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.Event;
import dev.larder.event.InvocationHandler;
import dev.larder.problem.ProblemType;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Handles HTTP requests in the payload format of a gateway. Every failure becomes a response, never
 * a failed invocation.
 */
public abstract class PayloadFormat implements InvocationHandler {
  /** The type of event as the log names it, for all payload formats. */
  public static final String NAME = "http";

  private static final Logger LOG = Logger.getLogger(PayloadFormat.class);

  private final HttpDispatcher http;

  PayloadFormat(HttpDispatcher http) {
    this.http = http;
  }

  /** Reads the request from an event that this handler accepts, with the API's own path. */
  abstract GatewayRequest readRequest(Event event);

  /** Writes the response to an event as JSON in UTF-8. */
  abstract byte[] writeResponse(Event event, GatewayResponse response);

  /** The limits of the gateway for a response. */
  GatewayRequest.Limits limits() {
    return GatewayRequest.Limits.API_GATEWAY;
  }

  /** Whether the gateway decodes base64 in responses, without a setting for it. */
  boolean takesOctets(Event event) {
    return true;
  }

  @Override
  public String eventType() {
    return NAME;
  }

  @Override
  public byte[] handle(Event event, Context context) {
    long start = System.nanoTime();
    GatewayRequest request = readRequest(event);
    request.setLimits(limits());
    http.stripBasePath(request);
    GatewayResponse response =
        ResponseCompression.of(
            http.respond(request, context).withPrefix(request.prefix()),
            takesOctets(event) ? request.header("Accept-Encoding") : null);
    byte[] json = writeResponse(event, response);
    if (json.length > limits().bytes()) {
      response = tooLarge(json.length, response, request, context);
      json = writeResponse(event, response);
    }
    HttpDispatcher.log(request, response, start);
    return json;
  }

  private static GatewayResponse tooLarge(
      int bytes, GatewayResponse response, GatewayRequest request, Context context) {
    ProblemType type = ProblemType.ANSWER_TOO_LARGE;
    boolean read = request.method().equals("GET") || request.getRawPath().equals("/");
    String detail =
        "The response has the status "
            + response.status()
            + " and "
            + bytes
            + " bytes, but the gateway in front of the function accepts at most "
            + request.limits().bytes()
            + ". "
            + (read
                ? "Read with GET, and request fewer attributes with the parameter fields or fewer"
                    + " items with limit."
                : "That status says whether the request took effect. With Prefer: return=minimal,"
                    + " its response is short.");
    LOG.errorf("%s: %s", type.uri(), detail);
    return HttpDispatcher.problem(
        type, type.status(), detail, Map.of(), request, context, response.headers());
  }
}
