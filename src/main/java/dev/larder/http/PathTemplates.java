package dev.larder.http;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The path templates of resources, for logs and metrics: keys do not belong there. */
@Singleton
public class PathTemplates {
  private final Map<Method, String> known = new ConcurrentHashMap<>();

  /** As in {@code /{collection}/{key}}, without the expressions that bound variables. */
  public String of(ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    String template = known.get(method);
    if (template == null) {
      template = PathTemplate.of(resource.getResourceClass(), method).readable();
      known.put(method, template);
    }
    return template;
  }
}
