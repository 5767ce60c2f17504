package dev.larder.http;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/** Who makes the request at hand, as the authorizer in front of the function says. */
@ApplicationScoped
public class Caller {
  private final SecurityIdentity identity;

  /**
   * @param identity of the request at hand
   */
  public Caller(SecurityIdentity identity) {
    this.identity = identity;
  }

  /** What the authorizer has said. */
  public Identity identity() {
    return identity.getPrincipal() instanceof Identity named ? named : Identity.NOBODY;
  }

  /** One text for each caller; empty for one whom no authorizer has named. */
  public String id() {
    return identity().id();
  }

  /** Whether it has one of these roles. */
  public boolean hasAny(Collection<String> roles) {
    return roles.stream().anyMatch(identity::hasRole);
  }
}
