package dev.larder.lambda;

import dev.larder.aws.ProxyCheck;
import dev.larder.event.HandlerFailedException;
import dev.larder.lambda.invocation.CurrentInvocation;
import dev.larder.net.ProxySettings;
import dev.larder.runtime.InvocationContext;
import dev.larder.runtime.SnapStart;
import dev.larder.table.ConfigurationCheck;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import java.time.Duration;

/**
 * Starts the application. It has no logger, because the first logger that is created selects the
 * logging implementation.
 */
final class Startup {
  /**
   * The time for the configuration check, within the 10 seconds of Lambda's init phase (130 before
   * a snapshot).
   */
  private static final Duration CHECKED_WITHIN = Duration.ofSeconds(3);

  private static final Duration CHECKED_BEFORE_SNAPSHOT_WITHIN = Duration.ofSeconds(30);

  private Startup() {}

  /**
   * Starts the application, once per process.
   *
   * @throws HandlerFailedException if it cannot start; its message says why in one line
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
    ProxySettings proxies = new ProxySettings();
    proxies
        .proxy()
        .ifPresent(
            setting -> Arc.container().instance(ProxyCheck.class).get().check(proxies, setting));
    boolean snapshot = SnapStart.ON.equals(System.getenv(SnapStart.VARIABLE));
    CurrentInvocation.begin(
        InvocationContext.forStartup(snapshot ? CHECKED_BEFORE_SNAPSHOT_WITHIN : CHECKED_WITHIN));
    try {
      ConfigurationCheck check = Arc.container().instance(ConfigurationCheck.class).get();
      if (snapshot) {
        check.beforeSnapshot();
      } else {
        check.checkFirstCollection();
      }
    } finally {
      CurrentInvocation.end();
      CurrentInvocation.resetColdStart();
    }
  }
}
