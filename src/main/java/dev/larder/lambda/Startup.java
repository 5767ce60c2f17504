package dev.larder.lambda;

import dev.larder.event.HandlerFailedException;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;

/** Starts the application. Has no logger: the first one to be asked for would choose who logs. */
final class Startup {
  private Startup() {}

  /**
   * Starts it, once in a process.
   *
   * @throws HandlerFailedException saying why it could not start
   */
  static FunctionHandler start() {
    try {
      Quarkus.manualInitialize();
      Quarkus.manualStart();
    } catch (RuntimeException e) {
      // Quarkus has logged all of it.
      throw new HandlerFailedException(rootCause(e));
    }
    return Arc.container().instance(FunctionHandler.class).get();
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
