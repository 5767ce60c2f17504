package dev.larder.http;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A method of a path, as the JAX-RS annotations of a resource declare it.
 *
 * @param template path template without the expressions of variables
 * @param path matches percent-encoded paths of the template
 * @param consumes media types of the method, or else of its class; empty if neither names any
 */
public record Endpoint(
    Class<?> resource,
    Method function,
    String template,
    Pattern path,
    String method,
    List<String> consumes) {

  /** Reads the annotations of a method; empty if it is not a resource method. */
  static Optional<Endpoint> of(Class<?> resource, Method function) {
    return Arrays.stream(function.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(method -> method != null)
        .findFirst()
        .map(
            method -> {
              PathTemplate path = PathTemplate.of(resource, function);
              return new Endpoint(
                  resource,
                  function,
                  path.withoutExpressions(),
                  path.pattern(),
                  method.value(),
                  consumes(resource, function));
            });
  }

  /**
   * Whether a path is one of the template's.
   *
   * @param encoded percent-encoded
   */
  public boolean matches(String encoded) {
    return path.matcher(encoded).matches();
  }

  /** Who may call it. */
  public Permission permission() {
    return Permission.of(resource, function);
  }

  private static List<String> consumes(Class<?> resource, Method function) {
    Consumes consumes = function.getAnnotation(Consumes.class);
    consumes = consumes == null ? resource.getAnnotation(Consumes.class) : consumes;
    return consumes == null ? List.of() : List.of(consumes.value());
  }
}
