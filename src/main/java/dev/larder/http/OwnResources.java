package dev.larder.http;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The resources of the application's owner, which are all that are not in Larder's own packages. At
 * their paths, Larder's templates do not count.
 */
@Provider
@Singleton
public class OwnResources implements DynamicFeature {
  private static final String LARDER = "dev.larder.";

  private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();

  /** Whether a resource is the owner's. */
  public static boolean isOwn(ResourceInfo resource) {
    return !resource.getResourceClass().getName().startsWith(LARDER);
  }

  /** The server calls it several times for each method. */
  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    if (isOwn(resource) && endpoints.stream().noneMatch(known -> known.isOf(resource))) {
      Endpoint.of(resource.getResourceClass(), resource.getResourceMethod())
          .ifPresent(endpoints::add);
    }
  }

  /** All methods of the owner's resources. */
  public List<Endpoint> all() {
    return endpoints;
  }

  /**
   * The methods of the owner's resources at a path.
   *
   * @param path percent-encoded
   */
  public List<Endpoint> at(String path) {
    return endpoints.isEmpty()
        ? endpoints
        : endpoints.stream().filter(endpoint -> endpoint.matches(path)).toList();
  }
}
