package dev.larder.custom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Identities;
import dev.larder.api.Caller;
import dev.larder.http.Identity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What own code learns of a caller. */
class RequestCallerTest {
  private static Caller caller(Identity identity) {
    return new RequestCaller(
        new dev.larder.http.Caller(
            QuarkusSecurityIdentity.builder()
                .setPrincipal(identity)
                .addRoles(identity.roles())
                .build()));
  }

  @Test
  void aCallerHasItsNameRolesAndClaims() {
    Caller ada =
        caller(Identities.claiming("ada", Map.of("tenant", List.of("acme", "globex")), "reader"));
    assertEquals("ada", ada.id());
    assertEquals(Optional.of("ada"), ada.subject());
    assertTrue(ada.hasRole("reader"));
    assertFalse(ada.hasRole("acme"));
    assertEquals(List.of("acme", "globex"), ada.claims("tenant"));
    assertEquals(List.of(), ada.claims("scope"));
  }

  @Test
  void whoInvokesTheFunctionHasEveryRoleAndNoClaim() {
    Caller invoker = caller(Identity.INVOKER);
    assertTrue(invoker.hasRole("anything"));
    assertEquals(List.of(), invoker.claims("tenant"));
  }
}
