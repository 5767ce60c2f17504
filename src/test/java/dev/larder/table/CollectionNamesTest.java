package dev.larder.table;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"openapi", "_jobs", "a.b", "ä", "a/b"})
  void aNameThatCouldNotBeReachedIsRefused(String name) {
    LarderConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(LarderConfig.class)
            .withDefaultValue("larder.collections.\"" + name + "\".table", "a-table")
            .build()
            .getConfigMapping(LarderConfig.class);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Collections(config, null));
    assertTrue(e.getMessage().startsWith("larder.collections." + name + ": "), e.getMessage());
  }
}
