package dev.larder.table;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownSettingsTest {

  @Test
  void everySettingOfTheMappingIsKnown() {
    for (Method setting : LarderConfig.class.getMethods()) {
      if (setting.getReturnType() != Map.class
          && setting.getReturnType() != LarderConfig.Limits.class
          && setting.getReturnType() != LarderConfig.Publication.class) {
        KnownSettings.check(Set.of("LARDER_" + variable(setting)));
      }
    }
    for (Method setting : LarderConfig.Limits.class.getMethods()) {
      KnownSettings.check(Set.of("LARDER_LIMITS_" + variable(setting)));
    }
    for (Method setting : LarderConfig.Publication.class.getMethods()) {
      KnownSettings.check(Set.of("LARDER_PUBLICATION_" + variable(setting)));
    }
    for (Method setting : LarderConfig.CollectionConfig.class.getMethods()) {
      KnownSettings.check(Set.of("LARDER_COLLECTIONS_MY_FILMS_" + variable(setting)));
    }
  }

  private static String variable(Method setting) {
    return setting.getName().replaceAll("([A-Z])", "_$1").toUpperCase(java.util.Locale.ROOT);
  }

  @Test
  void whatIsNotLardersIsNotLookedAt() {
    KnownSettings.check(Set.of("PATH", "TABLE_NAME", "AWS_REGION", "QUARKUS_LOG_LEVEL"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LARDER_ACESS",
        "LARDER_BASEPATH",
        "LARDER_",
        "LARDER_COLLECTIONS_FILMS",
        "LARDER_COLLECTIONS_TABLE",
        "LARDER_COLLECTIONS_FILMS_TABEL",
        "LARDER_LIMITS_BODYSIZE",
        "LARDER_LIMITS_PAGE",
        "LARDER_SYSTEM_TABLE_NAME"
      })
  void whatIsMisspeltIsRefusedByName(String name) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> KnownSettings.check(Set.of(name)));
    assertTrue(e.getMessage().startsWith(name + " is no setting"), e.getMessage());
  }
}
