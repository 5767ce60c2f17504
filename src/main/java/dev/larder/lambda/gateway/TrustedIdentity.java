package dev.larder.lambda.gateway;

import dev.larder.http.Identity;
import io.quarkus.security.credential.Credential;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import java.security.Permission;
import java.security.Principal;
import java.util.Map;
import java.util.Set;

/** A caller that may do everything, and so has every role and permission. */
record TrustedIdentity(Identity caller) implements SecurityIdentity {

  @Override
  public Principal getPrincipal() {
    return caller;
  }

  @Override
  public boolean isAnonymous() {
    return false;
  }

  @Override
  public Set<String> getRoles() {
    return caller.roles();
  }

  @Override
  public boolean hasRole(String role) {
    return true;
  }

  @Override
  public <T extends Credential> T getCredential(Class<T> type) {
    return null;
  }

  @Override
  public Set<Credential> getCredentials() {
    return Set.of();
  }

  @Override
  public <T> T getAttribute(String name) {
    return null;
  }

  @Override
  public Map<String, Object> getAttributes() {
    return Map.of();
  }

  @Override
  public Set<Permission> getPermissions() {
    return Set.of();
  }

  @Override
  public Uni<Boolean> checkPermission(Permission permission) {
    return Uni.createFrom().item(true);
  }
}
