package dev.larder.event;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;

/** Selects the invocation handler for an event. */
@Singleton
public class InvocationHandlers {
  private final List<InvocationHandler> all;

  public InvocationHandlers(@All List<InvocationHandler> all) {
    this.all = all;
  }

  /**
   * Finds the handler that accepts an event.
   *
   * @throws UnsupportedEventException if no handler accepts it
   */
  public InvocationHandler handlerFor(Event event) {
    for (InvocationHandler handler : all) {
      if (handler.accepts(event)) {
        return handler;
      }
    }
    throw new UnsupportedEventException(event.describe());
  }
}
