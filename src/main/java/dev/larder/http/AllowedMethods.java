package dev.larder.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The methods that each path supports, read from the JAX-RS annotations of the resources. The
 * router is no source for them: it lists the methods of a whole class, whose other methods have
 * other paths, and it omits Allow if no method of the class matches.
 */
@Singleton
public class AllowedMethods {
  private static final List<String> ORDER =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final BeanManager beans;
  private final OwnResources own;
  private final CollectionRoutes routes;
  private volatile List<Endpoint> endpoints;

  AllowedMethods(BeanManager beans, OwnResources own, CollectionRoutes routes) {
    this.beans = beans;
    this.own = own;
    this.routes = routes;
  }

  /**
   * Whether this function has a resource with this path template.
   *
   * @param template as in {@code /_jobs/{id}}
   */
  public boolean hasResource(String template) {
    return endpoints().stream().anyMatch(endpoint -> endpoint.template().equals(template));
  }

  /**
   * The methods that a path supports, in the order of RFC 9110, section 9.3, including OPTIONS;
   * empty if no resource has the path.
   *
   * @param path percent-encoded
   */
  public List<String> methodsOf(String path) {
    Set<String> methods =
        new TreeSet<>(
            (one, other) ->
                ORDER.contains(one) && ORDER.contains(other)
                    ? ORDER.indexOf(one) - ORDER.indexOf(other)
                    : one.compareTo(other));
    endpointsAt(path).forEach(endpoint -> methods.add(endpoint.method()));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    if (!methods.isEmpty()) {
      methods.add("OPTIONS");
    }
    return List.copyOf(methods);
  }

  /**
   * The media types of patches that a path supports, for the Accept-Patch field; empty for none.
   */
  List<String> patchMediaTypesOf(String path) {
    return endpointsAt(path)
        .filter(endpoint -> endpoint.method().equals("PATCH"))
        .flatMap(endpoint -> endpoint.consumes().stream())
        .toList();
  }

  /** The media types that a method of a path takes; empty for all. */
  List<String> mediaTypesOf(String method, String path) {
    return endpointsAt(path)
        .filter(endpoint -> endpoint.method().equals(method))
        .flatMap(endpoint -> endpoint.consumes().stream())
        .toList();
  }

  private Stream<Endpoint> endpointsAt(String path) {
    List<Endpoint> owned = own.at(path);
    if (!owned.isEmpty()) {
      return owned.stream();
    }
    String served = routes.route(path);
    return endpoints().stream().filter(endpoint -> endpoint.matches(served));
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
          Endpoint.of(resource, method).ifPresent(read::add);
        }
      }
    }
    return read;
  }
}
