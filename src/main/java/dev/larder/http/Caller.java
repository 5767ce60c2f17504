package dev.larder.http;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/** The caller of the current request, as the authorizer in front of the function identifies it. */
@ApplicationScoped
public class Caller {
  private final SecurityIdentity identity;

  /**
   * @param identity the identity of the current request
   */
  public Caller(SecurityIdentity identity) {
    this.identity = identity;
  }

  /** The identity from the authorizer; {@link Identity#NOBODY} if there is none. */
  public Identity identity() {
    return identity.getPrincipal() instanceof Identity named ? named : Identity.NOBODY;
  }

  /** A unique id of the caller; empty if no authorizer identifies the caller. */
  public String id() {
    return identity().id();
  }

  /** Whether the caller has at least one of these roles. */
  public boolean hasAny(Collection<String> roles) {
    return roles.stream().anyMatch(identity::hasRole);
  }
}
