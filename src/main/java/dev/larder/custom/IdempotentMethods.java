package dev.larder.custom;

import dev.larder.api.Idempotent;
import dev.larder.http.OwnResources;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

/** Gives each method of the owner's resources the filter that its Idempotency-Key needs. */
@Provider
@Singleton
public class IdempotentMethods implements DynamicFeature {
  private final IdempotentFilter idempotent;
  private final RefusedKeyFilter refusing;

  IdempotentMethods(IdempotentFilter idempotent, RefusedKeyFilter refusing) {
    this.idempotent = idempotent;
    this.refusing = refusing;
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    if (!OwnResources.isOwn(resource)) {
      return;
    }
    context.register(
        resource.getResourceMethod().isAnnotationPresent(Idempotent.class) ? idempotent : refusing,
        Priorities.USER);
  }
}
