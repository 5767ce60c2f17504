package dev.larder.table;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Map;
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
        KnownSettings.check(Map.of("LARDER_" + variable(setting), "x"));
      }
    }
    for (Method setting : LarderConfig.Limits.class.getMethods()) {
      KnownSettings.check(Map.of("LARDER_LIMITS_" + variable(setting), "x"));
    }
    for (Method setting : LarderConfig.Publication.class.getMethods()) {
      KnownSettings.check(Map.of("LARDER_PUBLICATION_" + variable(setting), "x"));
    }
    for (Method setting : LarderConfig.CollectionConfig.class.getMethods()) {
      KnownSettings.check(Map.of("LARDER_COLLECTIONS_MY_FILMS_" + variable(setting), "x"));
    }
  }

  private static String variable(Method setting) {
    return setting.getName().replaceAll("([A-Z])", "_$1").toUpperCase(java.util.Locale.ROOT);
  }

  @Test
  void whatIsNotLardersIsNotLookedAt() {
    KnownSettings.check(Map.of("PATH", "", "TABLE_NAME", "", "QUARKUS_LOG_LEVEL", ""));
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
        assertThrows(IllegalArgumentException.class, () -> KnownSettings.check(Map.of(name, "x")));
    assertTrue(e.getMessage().startsWith(name + " is no setting"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ", "WRITE", "ADMIN", "OWNER"})
  void whatAccessDependsOnIsNotEmpty(String setting) {
    String name = "LARDER_COLLECTIONS_MY_FILMS_" + setting;
    for (String empty : new String[] {"", " ", ",", " , "}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> KnownSettings.check(Map.of(name, empty)));
      assertTrue(e.getMessage().startsWith(name + " is empty"), e.getMessage());
    }
    KnownSettings.check(Map.of(name, "a", "LARDER_COLLECTIONS_MY_FILMS_TTL_ATTRIBUTE", ""));
  }
}
