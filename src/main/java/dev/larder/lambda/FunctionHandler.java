package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.larder.event.Event;
import dev.larder.event.HandlerFailedException;
import dev.larder.event.InvocationFailedException;
import dev.larder.event.InvocationHandler;
import dev.larder.event.InvocationHandlers;
import dev.larder.lambda.gateway.PayloadFormat;
import dev.larder.lambda.invocation.CurrentInvocation;
import dev.larder.lambda.log.InvocationLogEntry;
import dev.larder.runtime.InvocationContext;
import io.quarkus.arc.Unremovable;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Handles every invocation, of any event. Its callers are Lambda's runtime client for Java, {@link
 * LarderRuntime}, the HTTP server of dev mode, and in tests the poll loop of quarkus-amazon-lambda.
 */
@Singleton
@Unremovable
public class FunctionHandler {
  private static final Logger LOG = Logger.getLogger("dev.larder.invocation");

  /** Lambda gives a container one invocation at a time; dev mode would run several. */
  private static final Lock INVOCATION_LOCK = new ReentrantLock(true);

  private final InvocationHandlers handlers;

  FunctionHandler(InvocationHandlers handlers) {
    this.handlers = handlers;
  }

  /** The handler that dev mode and tests invoke in the process. */
  @Produces
  @Singleton
  @Unremovable
  RequestStreamHandler handler() {
    return (in, out, context) -> out.write(handle(in.readAllBytes(), context));
  }

  /**
   * Produces the Lambda context of every invocation; the extension's own producer supports HTTP
   * events only.
   */
  @Produces
  @RequestScoped
  @Alternative
  @Priority(1)
  static Context context() {
    CurrentInvocation invocation = CurrentInvocation.get();
    return invocation == null
        ? new InvocationContext(null, null, 0, System.getenv())
        : invocation.context();
  }

  /**
   * Handles one invocation.
   *
   * @return the payload, as JSON in UTF-8
   * @throws InvocationFailedException if the invocation fails
   */
  public byte[] handle(byte[] event, Context context) {
    INVOCATION_LOCK.lock();
    try {
      return handle(event, CurrentInvocation.begin(context));
    } finally {
      CurrentInvocation.end();
      INVOCATION_LOCK.unlock();
    }
  }

  private byte[] handle(byte[] bytes, CurrentInvocation invocation) {
    long start = System.nanoTime();
    String errorType = null;
    try {
      Event event = new Event(bytes);
      InvocationHandler handler = handlers.handlerFor(event);
      invocation.setEventType(handler.eventType());
      return handler.handle(event, invocation.context());
    } catch (InvocationFailedException e) {
      errorType = e.getClass().getName();
      throw e;
    } catch (Throwable e) {
      // Errors too: one that escaped would end the poll loop without a response.
      errorType = e.getClass().getName();
      LOG.error("The function failed", e);
      throw new HandlerFailedException(e);
    } finally {
      // An HTTP request has its own log line.
      if (errorType != null || !PayloadFormat.NAME.equals(invocation.eventType())) {
        LOG.infof("%s", new InvocationLogEntry(errorType, CurrentInvocation.millisSince(start)));
      }
    }
  }
}
