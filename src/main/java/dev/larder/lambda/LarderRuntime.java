package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.HandlerFailedException;
import dev.larder.event.InvocationFailedException;
import dev.larder.net.Connection;
import dev.larder.runtime.Trace;
import dev.larder.text.JsonObject;
import java.io.IOException;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The main program of a custom runtime, which Lambda starts as {@code bootstrap}. It starts the
 * function and then handles events until Lambda ends the environment.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html">Custom
 *     runtimes</a>
 */
public final class LarderRuntime {
  private static final String ADDRESS = "AWS_LAMBDA_RUNTIME_API";

  /** Lambda's error type for errors that the function's code throws. */
  private static final String FAILED = "Runtime.UserCodeException";

  private static final String NOT_STARTED = "Runtime.BadFunctionCode";

  private LarderRuntime() {}

  /**
   * Exits with status 1 if the function cannot start or the Runtime API fails, and with 2 outside
   * of Lambda.
   */
  public static void main(String... arguments) {
    Map<String, String> environment = System.getenv();
    String address = environment.get(ADDRESS);
    if (address == null) {
      System.err.println(
          "This program runs only as an AWS Lambda function, for which Lambda sets "
              + ADDRESS
              + ".");
      System.exit(2);
    }
    try (RuntimeApiClient lambda = new RuntimeApiClient(address)) {
      FunctionHandler function = start(lambda);
      while (true) {
        answer(lambda, function, environment);
      }
    } catch (IOException | RuntimeException e) {
      Logger.getLogger(LarderRuntime.class).error("The runtime ends after a failure", e);
      System.exit(1);
    }
  }

  private static FunctionHandler start(RuntimeApiClient lambda) throws IOException {
    try {
      return Startup.start();
    } catch (HandlerFailedException e) {
      lambda.reportInitError(NOT_STARTED, error(e));
      throw e;
    }
  }

  private static void answer(
      RuntimeApiClient lambda, FunctionHandler function, Map<String, String> environment)
      throws IOException {
    Connection.Response event = lambda.next();
    Context context = RuntimeApiClient.context(event, environment);
    Trace.set(event.field(RuntimeApiClient.TRACE));
    byte[] response;
    try {
      response = function.handle(event.body(), context);
    } catch (InvocationFailedException e) {
      lambda.reportError(context.getAwsRequestId(), FAILED, error(e));
      return;
    }
    int status = lambda.respond(context.getAwsRequestId(), response).status();
    if (status >= 400) {
      Logger.getLogger(LarderRuntime.class)
          .errorf(
              "Lambda rejected a response of %d bytes with the status %d", response.length, status);
    }
  }

  private static byte[] error(InvocationFailedException failure) {
    return JsonObject.of(
        json -> {
          json.writeStringField("errorMessage", failure.getMessage());
          json.writeStringField("errorType", failure.getClass().getName());
        });
  }
}
