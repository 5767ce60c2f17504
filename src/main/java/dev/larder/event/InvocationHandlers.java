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
   * The kind of an event.
   *
   * @throws UnsupportedEventException where it is of none
   */
  public InvocationHandler of(Event event) {
    for (InvocationHandler kind : all) {
      if (kind.accepts(event)) {
        return kind;
      }
    }
    throw new UnsupportedEventException(event.described());
  }
}
