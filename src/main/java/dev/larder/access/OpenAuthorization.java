package dev.larder.access;

import dev.larder.table.config.LarderConfig;
import io.quarkus.security.spi.runtime.AuthorizationController;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.interceptor.Interceptor;

/** Turns off Quarkus's checks of security annotations while access is open. */
@Alternative
@Priority(Interceptor.Priority.LIBRARY_AFTER)
@ApplicationScoped
class OpenAuthorization extends AuthorizationController {
  private final boolean enabled;

  OpenAuthorization(LarderConfig config) {
    enabled = config.access() != LarderConfig.Access.OPEN;
  }

  @Override
  public boolean isAuthorizationEnabled() {
    return enabled;
  }
}
