package dev.larder.http;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;

/**
 * Who makes a request.
 *
 * @param id one text for each caller, whichever authorizer names it
 * @param subject what the items of this caller are known by; empty where it can have none
 * @param roles scopes, groups and roles
 * @param trusted whether it may do everything, as what invokes the function itself may: it could
 *     write an authorizer's words into its event
 */
public record Identity(String id, Optional<String> subject, Set<String> roles, boolean trusted)
    implements Principal {
  /** Whom no authorizer has named. */
  public static final Identity NOBODY = new Identity("", Optional.empty(), Set.of(), false);

  /** What invokes the function itself; IAM has let it. */
  public static final Identity INVOKER = new Identity("invoker", Optional.empty(), Set.of(), true);

  @Override
  public String getName() {
    return id;
  }

  public boolean isNobody() {
    return id.isEmpty();
  }
}
