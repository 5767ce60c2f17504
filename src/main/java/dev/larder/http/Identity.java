package dev.larder.http;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The identity of a caller.
 *
 * @param id unique for each caller across all authorizers
 * @param subject the value that marks items as owned by this caller; empty if the caller cannot own
 *     items
 * @param roles scopes, groups and roles
 * @param trusted whether the caller may do everything; true for direct invocations, because whoever
 *     may invoke the function could also forge an authorizer's claims in an event
 * @param claims the values of the claims that decide whose the items of some collection are; a
 *     claim without a value is absent
 */
public record Identity(
    String id,
    Optional<String> subject,
    Set<String> roles,
    boolean trusted,
    Map<String, List<String>> claims)
    implements Principal {
  /** The caller that no authorizer identifies. */
  public static final Identity NOBODY =
      new Identity("", Optional.empty(), Set.of(), false, Map.of());

  /** A caller that invokes the function directly, with permission by IAM. */
  public static final Identity INVOKER =
      new Identity("invoker", Optional.empty(), Set.of(), true, Map.of());

  @Override
  public String getName() {
    return id;
  }

  public boolean isNobody() {
    return id.isEmpty();
  }
}
