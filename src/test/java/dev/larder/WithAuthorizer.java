package dev.larder;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** An API with an authorizer, and collections that take roles. */
public class WithAuthorizer implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "larder.access", "authorizer",
        "larder.collections.items.read", "items.read",
        "larder.collections.items.write", "items.write",
        "larder.collections.items.admin", "items.admin",
        "larder.collections.films.read", "films.read,films.all",
        "larder.collections.films.write", "films.all");
  }
}
