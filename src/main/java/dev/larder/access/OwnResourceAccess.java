package dev.larder.access;

import dev.larder.http.Endpoint;
import dev.larder.http.OwnResources;
import dev.larder.http.Permission;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Closes the methods of the owner's resources that have no security annotation. Quarkus obeys the
 * annotations of the others.
 */
@Provider
@Singleton
public class OwnResourceAccess implements DynamicFeature {
  private static final Logger LOG = Logger.getLogger(OwnResourceAccess.class);

  private final RoleBasedAccess access;
  private final OwnResources own;

  OwnResourceAccess(RoleBasedAccess access, OwnResources own) {
    this.access = access;
    this.own = own;
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    if (OwnResources.isOwn(resource)
        && Permission.of(resource).kind() == Permission.Kind.UNDECLARED) {
      ContainerRequestFilter closed = request -> access.requireTrust();
      context.register(closed, Priorities.AUTHORIZATION);
    }
  }

  void warn(@Observes StartupEvent started) {
    List<Endpoint> endpoints = own.all();
    if (endpoints.isEmpty() || access.isOpen()) {
      return;
    }
    for (Endpoint endpoint : endpoints) {
      if (endpoint.permission().kind() == Permission.Kind.UNDECLARED) {
        LOG.warnf(
            "%s %s is closed to all callers, because %s.%s has no security annotation: add"
                + " @Authenticated, @RolesAllowed, @PermitAll or @DenyAll",
            endpoint.method(),
            endpoint.template(),
            endpoint.resource().getName(),
            endpoint.function().getName());
      }
    }
  }
}
