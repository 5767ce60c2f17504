package dev.larder;

import dev.larder.table.LarderConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** A configuration of its own, for a bean that a test makes. */
public final class TestConfig {
  private TestConfig() {}

  /** With these keys and the defaults of all others. */
  public static LarderConfig of(Map<String, String> keys) {
    return new SmallRyeConfigBuilder()
        .withMapping(LarderConfig.class)
        .withSources(new PropertiesConfigSource(keys, "test", 100))
        .build()
        .getConfigMapping(LarderConfig.class);
  }
}
