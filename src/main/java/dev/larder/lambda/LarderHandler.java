package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.HandlerFailedException;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler that the managed Java runtime is told to call. It stands before the extension's own,
 * which it starts in Lambda's init phase. It implements no interface of Lambda's: the extension
 * would take it for a handler of the application.
 */
public class LarderHandler {
  private final QuarkusStreamHandler handler;

  /**
   * @throws HandlerFailedException saying why the application could not start
   */
  public LarderHandler() {
    try {
      handler = new QuarkusStreamHandler();
      Quarkus.manualStart();
    } catch (RuntimeException e) {
      // Quarkus has logged all of it.
      throw new HandlerFailedException(rootCause(e));
    }
  }

  /**
   * Answers one invocation.
   *
   * @throws dev.larder.event.InvocationFailedException where the invocation fails
   */
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    handler.handleRequest(event, answer, context);
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
