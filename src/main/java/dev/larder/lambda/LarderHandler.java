package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.HandlerFailedException;
import dev.larder.lambda.snapstart.Priming;
import dev.larder.runtime.SnapStart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler that Lambda's managed Java runtime calls. It starts the application in the init phase
 * and primes it if SnapStart is on. It implements no interface of Lambda's, because
 * quarkus-amazon-lambda would take it for a handler of the application.
 */
public final class LarderHandler {
  private final FunctionHandler function;

  /**
   * @throws HandlerFailedException if the application cannot start; its message says why
   */
  public LarderHandler() {
    function = Startup.start();
    if (SnapStart.ON.equals(System.getenv(SnapStart.VARIABLE))) {
      prime();
    }
  }

  private void prime() {
    try {
      Priming.prime(this);
    } catch (IllegalStateException e) {
      throw new HandlerFailedException(StartupError.of(e));
    }
  }

  /**
   * Handles one invocation.
   *
   * @throws dev.larder.event.InvocationFailedException if the invocation fails
   */
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    answer.write(function.handle(event.readAllBytes(), context));
  }
}
