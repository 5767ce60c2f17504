package dev.larder.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The path templates of the API's own resources, and what their paths match. */
public final class Routes {
  private Routes() {}

  public static Map<String, Pattern> of(BeanManager beans) {
    Map<String, Pattern> routes = new TreeMap<>();
    beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
        .map(bean -> bean.getBeanClass())
        .filter(type -> type.isAnnotationPresent(Path.class))
        .filter(type -> !type.getSimpleName().matches("RequestProbe|Foreign.*"))
        .forEach(
            type ->
                Arrays.stream(type.getMethods())
                    .filter(Routes::isResourceMethod)
                    .map(method -> PathTemplate.of(type, method))
                    .forEach(
                        template -> routes.put(template.withoutExpressions(), template.pattern())));
    return routes;
  }

  private static boolean isResourceMethod(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
  }
}
