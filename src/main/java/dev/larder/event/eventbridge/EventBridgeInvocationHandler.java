package dev.larder.event.eventbridge;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.api.BusEvent;
import dev.larder.api.BusEventHandler;
import dev.larder.event.Event;
import dev.larder.event.HandlerFailedException;
import dev.larder.event.InvocationHandler;
import dev.larder.event.Payload;
import dev.larder.event.UnsupportedEventException;
import dev.larder.table.ConfigurationCheck;
import io.quarkus.arc.All;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Passes events and schedules of EventBridge to each {@link BusEventHandler} that accepts them. A
 * schedule that no handler accepts starts the configuration check.
 */
@Singleton
public class EventBridgeInvocationHandler implements InvocationHandler {
  private static final Logger LOG = Logger.getLogger(EventBridgeInvocationHandler.class);

  private final List<BusEventHandler> handlers;
  private final ConfigurationCheck check;

  public EventBridgeInvocationHandler(
      @All List<BusEventHandler> handlers, ConfigurationCheck check) {
    this.handlers = handlers;
    this.check = check;
  }

  @Override
  public String eventType() {
    return "eventbridge";
  }

  @Override
  public boolean accepts(Event event) {
    return event.member("detail-type").isTextual()
        && event.member("source").isTextual()
        && event.names().contains("detail");
  }

  @Override
  @ActivateRequestContext
  public byte[] handle(Event event, Context context) {
    BusEvent received = read(event);
    List<BusEventHandler> accepting =
        handlers.stream().filter(handler -> handler.accepts(received)).toList();
    if (!accepting.isEmpty()) {
      handle(received, accepting);
    } else if (received.isSchedule()) {
      check.checkAll();
    } else {
      throw new UnsupportedEventException(
          "It is an EventBridge event with source \""
              + received.source()
              + "\" and detail-type \""
              + received.detailType()
              + "\", but no bean of type BusEventHandler accepts it.");
    }
    return Payload.NULL;
  }

  /**
   * @throws UnsupportedEventException if its time is not an RFC 3339 timestamp
   */
  static BusEvent read(Event event) {
    return new BusEvent(
        event.member("id").asText(),
        event.member("source").asText(),
        event.member("detail-type").asText(),
        event.member("account").asText(),
        event.member("region").asText(),
        time(event.member("time").asText()),
        event.member("resources").valueStream().map(JsonNode::asText).toList(),
        event.member("detail"));
  }

  private static Instant time(String time) {
    try {
      return Instant.parse(time);
    } catch (DateTimeParseException e) {
      throw new UnsupportedEventException(
          "It looks like an EventBridge event, but its time does not have the form of"
              + " 2026-01-01T00:00:00Z (RFC 3339).");
    }
  }

  /** Calls every handler, even after one fails; the first failure fails the invocation. */
  private static void handle(BusEvent event, List<BusEventHandler> accepting) {
    Throwable failure = null;
    for (BusEventHandler handler : accepting) {
      try {
        handler.handle(event);
      } catch (Exception | Error e) {
        LOG.errorf(e, "A handler failed for event %s", event.id());
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw new HandlerFailedException(failure);
    }
  }
}
