package dev.larder.http;

import io.quarkus.security.Authenticated;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/**
 * Who may call a resource method of the application's owner, as its annotations say, or else those
 * of its class.
 *
 * @param roles of which the caller needs one, if the kind is {@link Kind#ROLES}
 */
public record Permission(Kind kind, List<String> roles) {
  /** Stands for every caller in {@link RolesAllowed}. */
  private static final String EVERY_CALLER = "**";

  /** Whom the annotations permit. */
  public enum Kind {
    EVERYBODY,
    CALLERS,
    ROLES,
    NOBODY,
    /** There is no annotation, so only direct invocations may call it. */
    UNDECLARED
  }

  /** The permission of a matched or configured resource method. */
  public static Permission of(ResourceInfo resource) {
    return of(resource.getResourceClass(), resource.getResourceMethod());
  }

  static Permission of(Class<?> resource, Method method) {
    return of(method).or(() -> of(resource)).orElse(new Permission(Kind.UNDECLARED, List.of()));
  }

  private static Optional<Permission> of(AnnotatedElement element) {
    if (element.isAnnotationPresent(DenyAll.class)) {
      return Optional.of(new Permission(Kind.NOBODY, List.of()));
    }
    RolesAllowed roles = element.getAnnotation(RolesAllowed.class);
    if (roles != null && !List.of(roles.value()).contains(EVERY_CALLER)) {
      return Optional.of(new Permission(Kind.ROLES, List.of(roles.value())));
    }
    if (roles != null || element.isAnnotationPresent(Authenticated.class)) {
      return Optional.of(new Permission(Kind.CALLERS, List.of()));
    }
    return element.isAnnotationPresent(PermitAll.class)
        ? Optional.of(new Permission(Kind.EVERYBODY, List.of()))
        : Optional.empty();
  }

  /** Whether the caller of the current request may call the method. */
  public boolean permits(Caller caller) {
    return switch (kind) {
      case EVERYBODY -> true;
      case CALLERS -> !caller.identity().isNobody();
      case ROLES -> caller.hasAny(roles);
      case NOBODY -> false;
      case UNDECLARED -> caller.identity().trusted();
    };
  }
}
