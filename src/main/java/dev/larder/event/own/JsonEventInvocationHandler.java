package dev.larder.event.own;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.api.EventHandler;
import dev.larder.event.Event;
import dev.larder.event.HandlerFailedException;
import dev.larder.event.InvocationHandler;
import dev.larder.event.Payload;
import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Passes events that nothing else handles to the {@link EventHandler} of {@link JsonNode} that
 * accepts them. Its priority puts it after all other handlers.
 */
@Singleton
@Priority(-1)
class JsonEventInvocationHandler implements InvocationHandler {
  private static final Logger LOG = Logger.getLogger(JsonEventInvocationHandler.class);

  private final List<TypedHandler<?>> handlers;

  JsonEventInvocationHandler(@All List<InstanceHandle<EventHandler<?>>> handlers) {
    this.handlers = TypedHandler.of(handlers).stream().filter(TypedHandler::isForJson).toList();
  }

  @Override
  public String eventType() {
    return "own";
  }

  @Override
  public boolean accepts(Event event) {
    return !handlers.isEmpty() && !accepting(event.tree()).isEmpty();
  }

  @Override
  @ActivateRequestContext
  public byte[] handle(Event event, Context context) {
    JsonNode tree = event.tree();
    try {
      Object response = TypedHandler.only(accepting(tree)).handle(tree);
      return response == null ? Payload.NULL : new EventClasses().write(response);
    } catch (Exception | Error e) {
      LOG.error("A handler failed", e);
      throw new HandlerFailedException(e);
    }
  }

  private List<TypedHandler<?>> accepting(JsonNode event) {
    return handlers.stream().<TypedHandler<?>>filter(handler -> handler.accepts(event)).toList();
  }
}
