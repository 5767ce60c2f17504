package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.HandlerFailedException;
import dev.larder.lambda.snapstart.Priming;
import dev.larder.runtime.SnapStart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler that the managed Java runtime is told to call. It starts the application in Lambda's
 * init phase, and warms it up where a snapshot is taken then. It implements no interface of
 * Lambda's: the extension would take it for a handler of the application.
 */
public final class LarderHandler {
  private final FunctionHandler function;

  /**
   * @throws HandlerFailedException saying why the application could not start
   */
  public LarderHandler() {
    function = Startup.start();
    if (SnapStart.ON.equals(System.getenv(SnapStart.VARIABLE))) {
      Priming.prime(this);
    }
  }

  /**
   * Answers one invocation.
   *
   * @throws dev.larder.event.InvocationFailedException where the invocation fails
   */
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    answer.write(function.answer(event.readAllBytes(), context));
  }
}
