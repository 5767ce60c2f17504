package dev.larder.custom;

import dev.larder.api.Caller;
import dev.larder.http.Identity;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The caller of the current request, for own code. */
@Singleton
class RequestCaller implements Caller {
  private final dev.larder.http.Caller caller;

  RequestCaller(dev.larder.http.Caller caller) {
    this.caller = caller;
  }

  @Override
  public String id() {
    return caller.id();
  }

  @Override
  public Optional<String> subject() {
    return caller.identity().subject();
  }

  @Override
  public List<String> claims(String name) {
    return caller.identity().claims().getOrDefault(name, List.of());
  }

  @Override
  public boolean hasRole(String role) {
    Identity identity = caller.identity();
    return identity.trusted() || caller.hasAny(List.of(role));
  }
}
