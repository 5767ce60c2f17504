package com.example;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Applications with resources of their owner. */
public final class OwnProfiles {
  private OwnProfiles() {}

  /** Without an authorizer. */
  public static class Open implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("example.own", "true");
    }
  }

  /** With an authorizer. */
  public static class Guarded implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("example.own", "true", "larder.access", "authorizer");
    }
  }
}
