package dev.larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Identities;
import dev.larder.TestConfig;
import dev.larder.access.AccessRules.Right;
import dev.larder.http.Caller;
import dev.larder.http.Identity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTest {
  private static final Caller NOBODY = caller(Identity.NOBODY);

  private static AccessRules rules(String read, String write, String admin) {
    Map<String, String> config = new HashMap<>(Map.of("larder.collections.c.table", "t"));
    config.put("larder.collections.c.read", read);
    config.put("larder.collections.c.write", write);
    config.put("larder.collections.c.admin", admin);
    config.values().removeIf(Objects::isNull);
    return AccessRules.of("larder.collections.c", TestConfig.of(config).collections().get("c"));
  }

  private static Caller caller(Identity identity) {
    return new Caller(
        QuarkusSecurityIdentity.builder()
            .setPrincipal(identity)
            .addRoles(identity.roles())
            .build());
  }

  private static Caller with(String... roles) {
    return caller(Identities.named("ada", roles));
  }

  @Test
  void withoutRolesEveryNamedCallerReadsAndWrites() {
    AccessRules rules = rules(null, null, null);
    for (Right right : Right.values()) {
      assertTrue(rules.allow(with(), right));
      assertFalse(rules.allow(NOBODY, right));
    }
    assertFalse(rules.isAdmin(with()));
  }

  @Test
  void aRoleLetsDoWhatItIsFor() {
    AccessRules rules = rules("r,both", "w,both", "a");
    assertTrue(rules.allow(with("x", "r"), Right.READ));
    assertFalse(rules.allow(with("r"), Right.WRITE));
    assertTrue(rules.allow(with("w"), Right.WRITE));
    assertFalse(rules.allow(with("w"), Right.READ));
    for (Right right : Right.values()) {
      assertTrue(rules.allow(with("both"), right));
      assertTrue(rules.allow(with("a"), right));
      assertTrue(rules.allow(caller(Identity.INVOKER), right));
      assertFalse(rules.allow(with("R", "W", "A", "r,both", "*", "**", "public"), right));
      assertFalse(rules.allow(NOBODY, right));
    }
    assertTrue(rules.isAdmin(with("a")) && rules.isAdmin(caller(Identity.INVOKER)));
    assertFalse(rules.isAdmin(with("both")));
    assertEquals(Set.of("a", "both", "r"), rules.requiredRoles(Right.READ));
    assertEquals(Set.of("a", "both", "w"), rules.requiredRoles(Right.WRITE));
  }

  @Test
  void whatIsPublicIsReadByEverybodyAndNoMore() {
    AccessRules rules = rules("public", null, null);
    assertTrue(rules.allow(NOBODY, Right.READ));
    assertFalse(rules.allow(NOBODY, Right.WRITE));
    assertTrue(rules.allow(with(), Right.WRITE));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = ' ',
      value = {"public,r - -", "r,public - -", "- public -", "- w,public -", "- - public"})
  void publicStandsAloneAndForReadingOnly(String read, String write, String admin) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> rules(read, write, admin));
    assertTrue(refused.getMessage().startsWith("larder.collections.c"), refused::getMessage);
    assertTrue(
        refused.getMessage().contains(read == null ? "larder.access=open" : "public"),
        refused::getMessage);
  }
}
