package dev.larder.lambda;

import dev.larder.event.HandlerFailedException;
import dev.larder.lambda.invocation.CurrentInvocation;
import dev.larder.runtime.InvocationContext;
import dev.larder.runtime.SnapStart;
import dev.larder.table.ConfigurationCheck;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import java.time.Duration;

/** Starts the application. Has no logger: the first one to be asked for would choose who logs. */
final class Startup {
  /** Of the ten seconds that Lambda gives to a start, or the 130 before a snapshot. */
  private static final Duration CHECKED_WITHIN = Duration.ofSeconds(3);

  private static final Duration CHECKED_BEFORE_SNAPSHOT_WITHIN = Duration.ofSeconds(30);

  private Startup() {}

  /**
   * Starts it, once in a process.
   *
   * @throws HandlerFailedException saying in one line why it could not start
   */
  static FunctionHandler start() {
    try {
      Quarkus.manualInitialize();
      Quarkus.manualStart();
      check();
      return Arc.container().instance(FunctionHandler.class).get();
    } catch (RuntimeException e) {
      throw new HandlerFailedException(StartupError.of(e));
    }
  }

  private static void check() {
    boolean snapshot = SnapStart.ON.equals(System.getenv(SnapStart.VARIABLE));
    CurrentInvocation.begin(
        InvocationContext.ofStart(snapshot ? CHECKED_BEFORE_SNAPSHOT_WITHIN : CHECKED_WITHIN));
    try {
      ConfigurationCheck check = Arc.container().instance(ConfigurationCheck.class).get();
      if (snapshot) {
        check.beforeSnapshot();
      } else {
        check.beforeRequests();
      }
    } finally {
      CurrentInvocation.end();
      CurrentInvocation.forget();
    }
  }
}
