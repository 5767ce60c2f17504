package dev.larder.dev;

import dev.larder.table.config.LarderConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The tables of dev mode, for a function that runs in a process of its own. */
public final class DevTables {
  private DevTables() {}

  /** Deletes all tables, and creates those that dev mode has with these environment variables. */
  public static void recreate(DynamoDbClient client, Map<String, String> environment) {
    client.listTables().tableNames().forEach(name -> client.deleteTable(of -> of.tableName(name)));
    SmallRyeConfig config = config(environment);
    DevDynamoDb.createTables(client, config.getConfigMapping(LarderConfig.class), config);
  }

  private static SmallRyeConfig config(Map<String, String> environment) {
    try {
      return new SmallRyeConfigBuilder()
          .withProfile("dev")
          .addDefaultInterceptors()
          .withSources(
              new PropertiesConfigSource(
                  Path.of("src/main/resources/application.properties").toUri().toURL()))
          .withSources(new EnvConfigSource(environment, 300))
          .withMapping(LarderConfig.class)
          .withValidateUnknown(false)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
