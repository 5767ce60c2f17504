package dev.larder.event.failurerecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.event.Event;
import dev.larder.event.InvocationHandler;
import dev.larder.event.InvocationHandlers;
import dev.larder.event.Samples;
import dev.larder.event.UnsupportedEventException;
import dev.larder.lambda.FixedContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureRecordHandlerTest {
  private static final FixedContext INVOCATION = new FixedContext("this", 1024, 10_000);

  /** Answers with the request id, and writes if the event says so. */
  private static final class Kind implements InvocationHandler {
    @Override
    public String eventType() {
      return "test";
    }

    @Override
    public boolean accepts(Event event) {
      return event.names().contains("test");
    }

    @Override
    public byte[] handle(Event event, Context context) {
      throw new AssertionError("not the first time");
    }

    @Override
    public boolean isWrite(Event event) {
      return event.member("test").textValue().equals("write");
    }

    @Override
    public byte[] handleAgain(Event event, String requestId, Context context) {
      return requestId.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static String answer(String failed, String at, String now) {
    FailureRecordHandler handler =
        new FailureRecordHandler(
            () -> new InvocationHandlers(List.of(new Kind())),
            Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
    Event record =
        Samples.parsed(
            """
            {"version": "1.0", "timestamp": "%s",
             "requestContext": {"functionArn": "arn", "condition": "RetriesExhausted",
                                "requestId": "first"},
             "requestPayload": {"test": "%s"}}"""
                .formatted(at, failed));
    assertTrue(handler.accepts(record));
    return new String(handler.handle(record, INVOCATION), StandardCharsets.UTF_8);
  }

  @Test
  void anEventIsAnsweredUnderTheIdThatItCameWithFirst() {
    assertEquals("first", answer("write", "2026-01-01T00:00:00Z", "2026-01-01T18:00:00Z"));
  }

  @Test
  void aWriteThatCouldHappenTwiceIsRefused() {
    UnsupportedEventException refused =
        assertThrows(
            UnsupportedEventException.class,
            () -> answer("write", "2026-01-01T00:00:00Z", "2026-01-01T18:00:01Z"));
    assertTrue(refused.getMessage().contains("more than 18 hours ago"), refused::getMessage);
    assertEquals("first", answer("read", "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"));
  }
}
