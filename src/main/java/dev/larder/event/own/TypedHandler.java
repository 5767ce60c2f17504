package dev.larder.event.own;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.api.EventHandler;
import io.quarkus.arc.InstanceHandle;
import java.lang.reflect.ParameterizedType;
import java.util.List;

/**
 * An event handler of the owner with the class of its events.
 *
 * @param name the class of the handler, for messages
 */
record TypedHandler<T>(EventHandler<T> handler, Class<T> type, String name) {

  static List<TypedHandler<?>> of(List<InstanceHandle<EventHandler<?>>> beans) {
    return beans.stream().<TypedHandler<?>>map(TypedHandler::of).toList();
  }

  @SuppressWarnings("unchecked")
  private static TypedHandler<?> of(InstanceHandle<EventHandler<?>> bean) {
    String name = bean.getBean().getBeanClass().getName();
    Class<?> type =
        bean.getBean().getTypes().stream()
            .filter(
                of ->
                    of instanceof ParameterizedType parameterized
                        && parameterized.getRawType() == EventHandler.class)
            .map(of -> ((ParameterizedType) of).getActualTypeArguments()[0])
            .filter(Class.class::isInstance)
            .<Class<?>>map(of -> (Class<?>) of)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        name
                            + " does not name the class of its events, as in EventHandler<S3Event>"));
    return new TypedHandler<>(
        (EventHandler<Object>) (EventHandler<?>) bean.get(), (Class<Object>) type, name);
  }

  /**
   * The only handler in a list.
   *
   * @throws IllegalStateException if there is none or more
   */
  static TypedHandler<?> only(List<TypedHandler<?>> accepting) {
    if (accepting.size() == 1) {
      return accepting.get(0);
    }
    throw new IllegalStateException(
        accepting.isEmpty()
            ? "No event handler accepts the record"
            : "Several event handlers accept the same event: "
                + String.join(", ", accepting.stream().map(TypedHandler::name).sorted().toList()));
  }

  boolean isForJson() {
    return type == JsonNode.class;
  }

  boolean accepts(Object event) {
    return handler.accepts(type.cast(event));
  }

  Object handle(Object event) throws Exception {
    return handler.handle(type.cast(event));
  }
}
