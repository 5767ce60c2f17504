package dev.larder.dev;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.larder.runtime.InvocationContext;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * Invokes the function with each event that is posted to {@code /q/invoke} in dev mode and tests.
 * It responds as Lambda's Invoke does: 200 with the payload, and with {@code X-Amz-Function-Error}
 * if the invocation failed.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@Singleton
class InvokeEndpoint {
  static final String PATH = "/q/invoke";

  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:larder";

  /** The function's timeout in {@code deploy/template.yaml}. */
  private static final Duration TIMEOUT = Duration.ofSeconds(300);

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "AWS_LAMBDA_LOG_GROUP_NAME", "larder",
          "AWS_LAMBDA_LOG_STREAM_NAME", "larder",
          "AWS_LAMBDA_FUNCTION_NAME", "larder",
          "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "" + (Runtime.getRuntime().maxMemory() >> 20));

  private final Instance<RequestStreamHandler> function;

  /**
   * @param function created by the first invocation: routes exist before DynamoDB Local starts
   */
  InvokeEndpoint(Instance<RequestStreamHandler> function) {
    this.function = function;
  }

  void serve(@Observes Router router) {
    router.post(PATH).handler(BodyHandler.create(false)).blockingHandler(this::invoke);
  }

  /** Returns the context of an invocation outside Lambda. */
  static Context context(String requestId, String arn) {
    long deadline = System.currentTimeMillis() + TIMEOUT.toMillis();
    return new InvocationContext(requestId, arn, deadline, ENVIRONMENT);
  }

  /** Returns the payload with which the function responds to an event. */
  static byte[] invoke(RequestStreamHandler function, byte[] event) throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(event), payload, context(UUID.randomUUID().toString(), ARN));
    return payload.toByteArray();
  }

  private void invoke(RoutingContext request) {
    Buffer event = request.body().buffer();
    request.response().putHeader("Content-Type", "application/json");
    try {
      byte[] payload = invoke(function.get(), event == null ? new byte[0] : event.getBytes());
      request.end(Buffer.buffer(payload));
    } catch (IOException | RuntimeException e) {
      request.response().putHeader("X-Amz-Function-Error", "Unhandled");
      request.end(
          JsonNodeFactory.instance
              .objectNode()
              .put("errorMessage", e.getMessage())
              .put("errorType", e.getClass().getName())
              .toString());
    }
  }
}
