package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
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
   * @throws IllegalStateException saying why the application could not start
   */
  public LarderHandler() {
    try {
      handler = new QuarkusStreamHandler();
      Quarkus.manualStart();
    } catch (RuntimeException e) {
      throw new IllegalStateException(rootCause(e).getMessage(), e);
    }
  }

  /**
   * Answers one invocation.
   *
   * @throws UnsupportedEventException where the event is no HTTP request
   */
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    try {
      handler.handleRequest(event, answer, context);
    } catch (JsonParseException | MismatchedInputException e) {
      throw new UnsupportedEventException();
    }
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
