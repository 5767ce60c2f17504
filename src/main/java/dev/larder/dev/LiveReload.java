package dev.larder.dev;

import io.quarkus.dev.console.DevConsoleManager;
import io.quarkus.dev.spi.HotReplacementContext;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Reloads the application before a request if its sources have changed. The request then starts
 * over, at the new application; a compile error or a failed start is the response to it.
 */
final class LiveReload implements Handler<RoutingContext> {
  private static final String CURRENT = "larder-dev-reload";

  private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

  private final Router router;
  private final ExecutorService scans =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "live-reload");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param router has the routes of the application that runs now
   */
  LiveReload(Router router) {
    this.router = router;
  }

  /** Declares that the application of this object is the one that runs now. */
  void start() {
    DevConsoleManager.setGlobal(CURRENT, this);
  }

  @Override
  public void handle(RoutingContext request) {
    Context eventLoop = request.vertx().getOrCreateContext();
    request.request().pause();
    scans.execute(
        () -> {
          Throwable problem = scan();
          eventLoop.runOnContext(ready -> proceed(request, problem));
        });
  }

  private static Throwable scan() {
    HotReplacementContext application = DevConsoleManager.getHotReplacementContext();
    try {
      application.doScan(true);
      return application.getDeploymentProblem();
    } catch (Exception e) {
      return e;
    }
  }

  private void proceed(RoutingContext request, Throwable problem) {
    if (problem != null) {
      request
          .response()
          .setStatusCode(500)
          .putHeader("Content-Type", "text/plain; charset=utf-8")
          .end(text(problem));
    } else if (DevConsoleManager.getGlobal(CURRENT) == this) {
      request.next();
    } else {
      router.handle(request.request());
    }
  }

  /** The innermost cause, which says what to correct; the log has the stack trace. */
  private static String text(Throwable problem) {
    Throwable cause = problem;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = COLOUR.matcher(String.valueOf(cause.getMessage())).replaceAll("");
    return "The application could not be reloaded. It is tried again after the next change.\n\n"
        + (message.isBlank() ? cause : message.strip())
        + '\n';
  }
}
