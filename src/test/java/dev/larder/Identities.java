package dev.larder;

import dev.larder.http.Identity;
import java.util.Optional;
import java.util.Set;

/** Callers, as an authorizer names them. */
public final class Identities {
  private Identities() {}

  public static Identity named(String name, String... roles) {
    return new Identity(name, Optional.of(name), Set.of(roles), false);
  }
}
