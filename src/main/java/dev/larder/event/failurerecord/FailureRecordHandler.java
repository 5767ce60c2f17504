package dev.larder.event.failurerecord;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.event.Event;
import dev.larder.event.InvocationHandler;
import dev.larder.event.InvocationHandlers;
import dev.larder.event.UnsupportedEventException;
import dev.larder.http.IdempotentRequest;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;

/**
 * Handles the record that Lambda sends to a failure destination when it gives up an asynchronous
 * invocation ("Adding a destination" in the Lambda developer guide). It repeats the event in the
 * record under the request id of the failed invocation, so that a write that took effect after all
 * is not made twice.
 */
@Singleton
class FailureRecordHandler implements InvocationHandler {
  /**
   * Lambda's longest maximum event age: an event fails at most this long after its first attempt.
   */
  private static final Duration MAX_EVENT_AGE = Duration.ofHours(6);

  private static final Duration MAX_REPEAT_AGE = IdempotentRequest.RETENTION.minus(MAX_EVENT_AGE);

  private static final Set<String> MEMBERS =
      Set.of(
          "version",
          "timestamp",
          "requestContext",
          "requestPayload",
          "responseContext",
          "responsePayload",
          "DDBStreamBatchInfo");

  private final Provider<InvocationHandlers> handlers;
  private final Clock clock;

  /**
   * @param handlers a provider, because the handlers include this one, which does not exist yet
   */
  FailureRecordHandler(Provider<InvocationHandlers> handlers, Clock clock) {
    this.handlers = handlers;
    this.clock = clock;
  }

  @Override
  public String eventType() {
    return "failure-record";
  }

  @Override
  public boolean accepts(Event event) {
    JsonNode invocation = event.member("requestContext");
    return MEMBERS.containsAll(event.names())
        && event.member("timestamp").isTextual()
        && invocation.path("functionArn").isTextual()
        && invocation.path("condition").isTextual()
        && invocation.path("requestId").isTextual();
  }

  /**
   * @throws UnsupportedEventException if the record does not contain the event, or a write in it is
   *     so old that a repeat could write twice
   */
  @Override
  public byte[] handle(Event event, Context context) {
    if (!event.isContainer("requestPayload")) {
      throw new UnsupportedEventException(
          "It is the record of a failure, but it does not contain the event, so the event cannot"
              + " be repeated. The record of a failed stream batch has the position of the"
              + " changes instead: read them with GetRecords.");
    }
    Event failed = new Event(event.json("requestPayload"));
    InvocationHandler handler = handlers.get().handlerFor(failed);
    if (handler.isWrite(failed) && clock.instant().isAfter(timestamp(event).plus(MAX_REPEAT_AGE))) {
      throw new UnsupportedEventException(
          "It is the record of a write that failed more than "
              + MAX_REPEAT_AGE.toHours()
              + " hours ago, so a repeat could write twice. Check whether the write took effect;"
              + " if it did not, send the request itself.");
    }
    return handler.handleAgain(
        failed, event.member("requestContext").path("requestId").textValue(), context);
  }

  private static Instant timestamp(Event event) {
    try {
      return Instant.parse(event.member("timestamp").textValue());
    } catch (DateTimeParseException e) {
      throw new UnsupportedEventException(
          "It is the record of a failure, but its timestamp does not have the form of"
              + " 2026-01-31T12:00:00.000Z.");
    }
  }
}
