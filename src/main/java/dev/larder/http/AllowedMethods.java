package dev.larder.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The methods that each path takes, by the annotations of the application's resources: the router
 * tells those of a class, whose methods have other paths too, and answers a method that none of
 * them takes without the field Allow.
 */
@Singleton
public class AllowedMethods {
  private static final List<String> ORDER =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final BeanManager beans;
  private volatile List<Endpoint> endpoints;

  AllowedMethods(BeanManager beans) {
    this.beans = beans;
  }

  /**
   * @param template without the expressions of variables
   * @param consumes media types, of its own or its class's
   */
  private record Endpoint(String template, Pattern path, String method, List<String> consumes) {}

  /**
   * Whether this function has a resource at a path.
   *
   * @param template as in {@code /_jobs/{id}}
   */
  public boolean serve(String template) {
    return endpoints().stream().anyMatch(endpoint -> endpoint.template.equals(template));
  }

  /**
   * The methods in the order of RFC 9110, section 9.3, OPTIONS among them; none where no resource
   * has the path.
   *
   * @param path percent-encoded
   */
  List<String> of(String path) {
    Set<String> methods =
        new TreeSet<>(
            (one, other) ->
                ORDER.contains(one) && ORDER.contains(other)
                    ? ORDER.indexOf(one) - ORDER.indexOf(other)
                    : one.compareTo(other));
    endpointsAt(path).forEach(endpoint -> methods.add(endpoint.method));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    if (!methods.isEmpty()) {
      methods.add("OPTIONS");
    }
    return List.copyOf(methods);
  }

  /** The media types of patches that a path takes, for the field Accept-Patch; none for none. */
  List<String> patches(String path) {
    return endpointsAt(path)
        .filter(endpoint -> endpoint.method.equals("PATCH"))
        .flatMap(endpoint -> endpoint.consumes.stream())
        .toList();
  }

  private Stream<Endpoint> endpointsAt(String path) {
    return endpoints().stream().filter(endpoint -> endpoint.path.matcher(path).matches());
  }

  private List<Endpoint> endpoints() {
    if (endpoints == null) {
      endpoints = read();
    }
    return endpoints;
  }

  private List<Endpoint> read() {
    List<Endpoint> read = new ArrayList<>();
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      Class<?> resource = bean.getBeanClass();
      if (resource.isAnnotationPresent(Path.class)) {
        for (Method method : resource.getMethods()) {
          PathTemplate path = PathTemplate.of(resource, method);
          httpMethod(method)
              .map(
                  name ->
                      new Endpoint(
                          path.readable(), path.pattern(), name, consumes(resource, method)))
              .forEach(read::add);
        }
      }
    }
    return read;
  }

  private static Stream<String> httpMethod(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .filter(annotation -> annotation != null)
        .map(HttpMethod::value);
  }

  private static List<String> consumes(Class<?> resource, Method method) {
    Consumes consumes = method.getAnnotation(Consumes.class);
    consumes = consumes == null ? resource.getAnnotation(Consumes.class) : consumes;
    return consumes == null ? List.of() : List.of(consumes.value());
  }
}
