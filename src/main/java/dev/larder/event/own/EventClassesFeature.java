package dev.larder.event.own;

import dev.larder.api.EventHandler;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeReflection;

/**
 * Registers the event classes of the owner's handlers in native executables, where Jackson finds
 * registered classes only. Without a handler it registers nothing. {@code native-image.properties}
 * names it.
 */
final class EventClassesFeature implements Feature {
  private static final String EVENTS = "com.amazonaws.services.lambda.runtime.events.";

  @Override
  public String getDescription() {
    return "Registers the classes of events";
  }

  @Override
  public void beforeAnalysis(BeforeAnalysisAccess access) {
    access.registerSubtypeReachabilityHandler(
        (during, handler) -> classesOf(handler).forEach(EventClassesFeature::register),
        EventHandler.class);
  }

  private static void register(Class<?> type) {
    RuntimeReflection.register(type);
    RuntimeReflection.register(type.getDeclaredConstructors());
    RuntimeReflection.register(type.getDeclaredMethods());
    RuntimeReflection.register(type.getDeclaredFields());
  }

  /** The event class that a handler names, and the event classes in its fields. */
  static Set<Class<?>> classesOf(Class<?> handler) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    Arrays.stream(handler.getGenericInterfaces())
        .filter(
            of -> of instanceof ParameterizedType type && type.getRawType() == EventHandler.class)
        .forEach(of -> add(((ParameterizedType) of).getActualTypeArguments()[0], classes));
    return classes;
  }

  private static void add(Type type, Set<Class<?>> classes) {
    if (type instanceof ParameterizedType of) {
      Arrays.stream(of.getActualTypeArguments()).forEach(argument -> add(argument, classes));
    } else if (type instanceof Class<?> of && of.getName().startsWith(EVENTS) && classes.add(of)) {
      add(of.getSuperclass(), classes);
      for (Field field : of.getDeclaredFields()) {
        add(field.getGenericType(), classes);
      }
    }
  }
}
