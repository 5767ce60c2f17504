package dev.larder.event;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;

/** The ways in which the function is invoked. */
@Singleton
public class EventKinds {
  private final List<EventKind> all;

  public EventKinds(@All List<EventKind> all) {
    this.all = all;
  }

  /**
   * The kind of an event.
   *
   * @throws UnsupportedEventException where it is of none
   */
  public EventKind of(Event event) {
    for (EventKind kind : all) {
      if (kind.accepts(event)) {
        return kind;
      }
    }
    throw new UnsupportedEventException(event.described());
  }
}
