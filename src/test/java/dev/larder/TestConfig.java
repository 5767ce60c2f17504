package dev.larder;

import dev.larder.table.Collection;
import dev.larder.table.Expiry;
import dev.larder.table.config.LarderConfig;
import dev.larder.table.config.RequestLimits;
import dev.larder.table.schema.TableSchema;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;

/** A configuration of its own, for a bean that a test makes. */
public final class TestConfig {
  /** The limits by default. */
  public static final RequestLimits LIMITS = new RequestLimits(of(Map.of()));

  private TestConfig() {}

  /** A collection {@code c} of a table with this key, without expiry, scans, owner and schema. */
  public static Collection collection(TableSchema schema) {
    return new Collection(
        "c",
        "c",
        schema,
        new Expiry(Optional.empty()),
        false,
        Double.MAX_VALUE,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  /** With these keys and the defaults of all others. */
  public static LarderConfig of(Map<String, String> keys) {
    return new SmallRyeConfigBuilder()
        .withMapping(LarderConfig.class)
        .withSources(new PropertiesConfigSource(keys, "test", 100))
        .build()
        .getConfigMapping(LarderConfig.class);
  }
}
