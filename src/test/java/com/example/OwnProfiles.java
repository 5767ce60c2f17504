package com.example;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Applications with what their owner adds. Each is one more start of Quarkus. */
public final class OwnProfiles {
  private OwnProfiles() {}

  /** With handlers, resources and hooks, without an authorizer. */
  public static class Open implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("example.own", "true", "example.hooks", "true");
    }
  }

  /** With an authorizer, and items that have owners. */
  public static class Guarded implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "example.own",
          "true",
          "larder.access",
          "authorizer",
          "larder.collections.items.owner",
          "owner",
          "larder.collections.items.admin",
          "items.admin",
          "larder.collections.sessions.owner",
          "owner",
          "larder.collections.sessions.fields",
          "{\"salary\": {\"read\": [\"hr\"]}}",
          "larder.collections.items.ttl-attribute",
          "expires",
          "larder.collections.items.scan",
          "true",
          "larder.collections.orders.owner",
          "carrier",
          "larder.collections.orders.fields",
          "{\"salary\": {\"read\": [\"hr\"]}}");
    }
  }
}
