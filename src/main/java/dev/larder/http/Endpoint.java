package dev.larder.http;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ResourceInfo;
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
 * @param produces as {@code consumes}
 */
public record Endpoint(
    Class<?> resource,
    Method function,
    String template,
    Pattern path,
    String method,
    List<String> consumes,
    List<String> produces) {

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
                  consumes(resource, function),
                  produces(resource, function));
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

  boolean isOf(ResourceInfo info) {
    return resource == info.getResourceClass() && function.equals(info.getResourceMethod());
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

  private static List<String> produces(Class<?> resource, Method function) {
    Produces produces = function.getAnnotation(Produces.class);
    produces = produces == null ? resource.getAnnotation(Produces.class) : produces;
    return produces == null ? List.of() : List.of(produces.value());
  }
}
