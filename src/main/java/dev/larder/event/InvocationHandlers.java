package dev.larder.event;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;

/** The ways in which the function is invoked. */
@Singleton
public class InvocationHandlers {
  private final List<InvocationHandler> all;

  public InvocationHandlers(@All List<InvocationHandler> all) {
    this.all = all;
  }

  /**
   * The handler that accepts an event.
   *
   * @throws UnsupportedEventException if none does
   */
  public InvocationHandler of(Event event) {
    for (InvocationHandler handler : all) {
      if (handler.accepts(event)) {
        return handler;
      }
    }
    throw new UnsupportedEventException(event.described());
  }
}
