package dev.larder.table.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentVariablesTest {

  @Test
  void everySettingOfTheMappingIsKnown() {
    for (Method setting : LarderConfig.class.getMethods()) {
      if (setting.getReturnType() != Map.class
          && setting.getReturnType() != LarderConfig.Limits.class
          && setting.getReturnType() != LarderConfig.Publication.class) {
        check(Map.of("LARDER_" + variable(setting), "true"));
      }
    }
    for (Method setting : LarderConfig.Limits.class.getMethods()) {
      check(Map.of("LARDER_LIMITS_" + variable(setting), "x"));
    }
    for (Method setting : LarderConfig.Publication.class.getMethods()) {
      check(Map.of("LARDER_PUBLICATION_" + variable(setting), "x"));
    }
    for (Method setting : LarderConfig.TableConfig.class.getMethods()) {
      check(Map.of("LARDER_TABLES_MY_SHOP_" + variable(setting), "x"));
    }
    for (Method setting : LarderConfig.CollectionConfig.class.getMethods()) {
      check(Map.of("LARDER_COLLECTIONS_MY_FILMS_" + variable(setting), "true"));
    }
  }

  @Test
  void theBudgetOfACollectionIsNotItsReaders() {
    Map<String, String> environment =
        Map.of(
            "LARDER_COLLECTIONS_FILMS_TABLE", "films-table",
            "LARDER_COLLECTIONS_FILMS_READ", "fans",
            "LARDER_COLLECTIONS_FILMS_READ_UNITS", "64",
            "LARDER_LIMITS_READ_UNITS", "32");
    LarderConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(LarderConfig.class)
            .withSources(new EnvConfigSource(environment, 300))
            .build()
            .getConfigMapping(LarderConfig.class);
    EnvironmentVariables.check(
        environment, config.collections().keySet(), config.tables().keySet());
    LarderConfig.CollectionConfig films = config.collections().get("films");
    assertEquals(Optional.of(List.of("fans")), films.read());
    assertEquals(Optional.of(64.0), films.readUnits());
    assertEquals(32, config.limits().readUnits());
  }

  private static void check(Map<String, String> environment) {
    EnvironmentVariables.check(environment, Set.of("my-films"), Set.of("my-shop"));
  }

  private static String refusal(Map<String, String> environment) {
    return assertThrows(IllegalArgumentException.class, () -> check(environment)).getMessage();
  }

  private static String variable(Method setting) {
    return setting.getName().replaceAll("([A-Z])", "_$1").toUpperCase(java.util.Locale.ROOT);
  }

  @Test
  void aTableThatTheModelHasNotIsRefused() {
    assertEquals(
        "LARDER_TABLES_STOCK_NAME belongs to no table of the model; remove it, or add the table to"
            + " larder.yaml",
        refusal(Map.of("LARDER_TABLES_STOCK_NAME", "stock-1A2B")));
  }

  @Test
  void theNameOfATableIsNotEmpty() {
    assertEquals(
        "LARDER_TABLES_MY_SHOP_NAME is empty; set it to the name or ARN of the table, or remove"
            + " it",
        refusal(Map.of("LARDER_TABLES_MY_SHOP_NAME", " ")));
  }

  @Test
  void whatIsNotLardersIsNotLookedAt() {
    check(Map.of("PATH", "", "TABLE_NAME", "", "QUARKUS_LOG_LEVEL", "", "READ", "", "SCAN", "x"));
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
    String says = refusal(Map.of(name, "x"));
    assertTrue(says.startsWith(name + " is not a setting of Larder"), says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ", "WRITE", "ADMIN", "OWNER"})
  void whatAccessDependsOnIsNotEmpty(String setting) {
    String name = "LARDER_COLLECTIONS_MY_FILMS_" + setting;
    for (String empty : new String[] {"", " ", ",", " , "}) {
      String says = refusal(Map.of(name, empty));
      assertTrue(says.startsWith(name + " is empty"), says);
    }
    check(Map.of(name, "a", "LARDER_COLLECTIONS_MY_FILMS_TTL_ATTRIBUTE", ""));
  }

  /** The configuration makes no name of several words, or other than letters and digits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "LARDER_COLLECTIONS_MY_BOOKS_TABLE",
        "LARDER_COLLECTIONS_MY_TABLE",
        "LARDER_COLLECTIONS__JOBS_TABLE",
        "LARDER_COLLECTIONS_MY_FILMS_LIST_OWNER"
      })
  void whatWouldBeOfNoCollectionIsRefusedByName(String name) {
    assertEquals(
        name
            + " belongs to no configured collection; the name of a collection that only the"
            + " environment configures can have only letters and digits, as in"
            + " LARDER_COLLECTIONS_FILMS_TABLE",
        refusal(Map.of(name, "x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LARDER_METRICS", "LARDER_COLLECTIONS_MY_FILMS_SCAN"})
  void whatIsOnOrOffIsTrueOrFalse(String name) {
    for (String value : new String[] {"", "maybe", "1", "ja", "true "}) {
      assertEquals(
          name + " is \"" + value + "\"; it must be true or false", refusal(Map.of(name, value)));
    }
    for (String value : new String[] {"true", "false", "TRUE"}) {
      check(Map.of(name, value));
    }
  }
}
