package dev.larder;

import dev.larder.http.Identity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Callers, as an authorizer names them. */
public final class Identities {
  private Identities() {}

  public static Identity named(String name, String... roles) {
    return new Identity(name, Optional.of(name), Set.of(roles), false, Map.of());
  }

  /** A caller with claims that some collection's rows name. */
  public static Identity claiming(String name, Map<String, List<String>> claims, String... roles) {
    return new Identity(name, Optional.of(name), Set.of(roles), false, claims);
  }
}
