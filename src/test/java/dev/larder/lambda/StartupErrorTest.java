package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.TestConfig;
import dev.larder.table.config.LarderConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With what the configuration really throws: its words are another project's. */
class StartupErrorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "larder.limits.depth     | abc   | larder.limits.depth is \"abc\"; Expected a long value, got"
            + " \"abc\"",
        "larder.limits.depth     | 99999999999999999999 | larder.limits.depth is"
            + " \"99999999999999999999\"; Expected a long value, got \"99999999999999999999\"",
        "larder.limits.depth     | ''    | larder.limits.depth is empty; set a value or remove"
            + " the setting",
        "larder.limits.dept      | 3     | larder.limits.dept is not a setting of Larder",
        "larder.acess            | open  | larder.acess is not a setting of Larder"
      })
  void aSettingIsNamedWithWhatIsWrong(String key, String value, String refusal) {
    ConfigValidationException failure =
        assertThrows(
            ConfigValidationException.class,
            () ->
                new SmallRyeConfigBuilder()
                    .withMapping(LarderConfig.class)
                    .withSources(new PropertiesConfigSource(Map.of(key, value), "test", 100))
                    .build()
                    .getConfigMapping(LarderConfig.class));
    assertEquals(refusal, StartupError.of(new RuntimeException("Failed to start", failure)));
  }

  @Test
  void allThatIsWrongIsInOneLine() {
    ConfigValidationException failure =
        assertThrows(
            ConfigValidationException.class,
            () -> TestConfig.of(Map.of("larder.access", "opn", "larder.limits.entries", "x")));
    assertEquals(
        "larder.access is \"opn\"; Cannot convert opn to enum class"
            + " dev.larder.table.config.LarderConfig$Access, allowed values: authorizer,open;"
            + " larder.limits.entries is \"x\"; Expected a long value, got \"x\"",
        StartupError.of(failure));
  }

  @Test
  void whatLarderSaysStandsForItselfAndOthersAreNamed() {
    assertEquals(
        "larder.access is x",
        StartupError.of(
            new RuntimeException(
                "Failed", new IllegalArgumentException("larder.access\n\t is x"))));
    assertEquals(
        "java.util.NoSuchElementException: no value",
        StartupError.of(new java.util.NoSuchElementException("no value")));
    assertEquals(
        "java.lang.IllegalStateException",
        StartupError.of(new IllegalStateException((String) null)));
  }
}
