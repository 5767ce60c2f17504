package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.Event;
import dev.larder.event.HandlerFailedException;
import dev.larder.event.InvocationHandler;
import dev.larder.event.InvocationHandlers;
import dev.larder.event.UnsupportedEventException;
import dev.larder.lambda.gateway.PayloadFormat;
import dev.larder.lambda.invocation.CurrentInvocation;
import dev.larder.lambda.log.InvocationLogEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

class FunctionHandlerTest {

  /** Accepts objects. */
  private record Kind(String eventType, Function<Context, String> payload)
      implements InvocationHandler {

    @Override
    public boolean accepts(Event event) {
      return event.isObject();
    }

    @Override
    public byte[] handle(Event event, Context context) {
      return payload.apply(context).getBytes(StandardCharsets.UTF_8);
    }
  }

  private static String invoke(String event, String requestId, Function<Context, String> payload) {
    return invoke(new Kind("test", payload), event, requestId);
  }

  private static String invoke(Kind kind, String event, String requestId) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new FunctionHandler(new InvocationHandlers(List.of(kind)))
          .handler()
          .handleRequest(
              new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
              out,
              new FixedContext(requestId, 1024, 10_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void anInvocationIsCurrentUntilItIsAnswered() {
    String payload =
        invoke(
            "{}",
            "one",
            context -> {
              assertSame(context, CurrentInvocation.get().context());
              assertEquals("test", CurrentInvocation.get().eventType());
              return "\"answer\"";
            });
    assertEquals("\"answer\"", payload);
    assertNull(CurrentInvocation.get());
  }

  @Test
  void afterAFailureThereIsNoneAndTheNextIsAnswered() {
    assertThrows(
        HandlerFailedException.class,
        () ->
            invoke(
                "{}",
                "one",
                context -> {
                  throw new StackOverflowError();
                }));
    assertNull(CurrentInvocation.get());
    assertThrows(UnsupportedEventException.class, () -> invoke("[]", "two", context -> "1"));
    assertNull(CurrentInvocation.get());
    assertEquals("1", invoke("{}", "three", context -> "1"));
  }

  @Test
  void anInvocationHasItsLineUnlessItIsARequestThatHasOne() {
    List<String> lines = new ArrayList<>();
    Logger logger = Logger.getLogger("dev.larder.invocation");
    Handler remembering =
        new ExtHandler() {
          @Override
          protected void doPublish(ExtLogRecord line) {
            if (line.getParameters() != null
                && line.getParameters()[0] instanceof InvocationLogEntry) {
              lines.add(line.getParameters()[0].toString().replaceAll(" .*", ""));
            }
          }
        };
    logger.addHandler(remembering);
    logger.setLevel(Level.INFO);
    try {
      for (String name : List.of("test", PayloadFormat.NAME)) {
        invoke(new Kind(name, context -> "1"), "{}", "one");
        assertThrows(
            HandlerFailedException.class,
            () ->
                invoke(
                    new Kind(
                        name,
                        context -> {
                          throw new IllegalStateException();
                        }),
                    "{}",
                    "two"));
      }
    } finally {
      logger.removeHandler(remembering);
      logger.setLevel(null);
    }
    String failed = "java.lang.IllegalStateException";
    assertEquals(List.of("done", failed, failed), lines);
  }

  @Test
  void anInvocationWaitsForTheOneBeforeIt() throws InterruptedException {
    AtomicBoolean entered = new AtomicBoolean();
    Thread second =
        new Thread(
            () ->
                invoke(
                    "{}",
                    "second",
                    context -> {
                      entered.set(true);
                      return "2";
                    }));
    invoke(
        "{}",
        "first",
        context -> {
          second.start();
          while (second.getState() != Thread.State.WAITING && second.isAlive()) {
            Thread.onSpinWait();
          }
          assertFalse(entered.get());
          assertSame(context, CurrentInvocation.get().context());
          return "1";
        });
    second.join();
    assertTrue(entered.get());
  }
}
