package dev.larder.dev;

import dev.larder.table.config.LarderConfig;
import dev.larder.table.model.Model;
import dev.larder.table.model.ModelReader;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The tables of dev mode, for a function that runs in a process of its own. */
public final class DevTables {
  private static final Path RESOURCES = Path.of("src/main/resources");

  private DevTables() {}

  /** Deletes all tables, and creates those that dev mode has with these environment variables. */
  public static void recreate(DynamoDbClient client, Map<String, String> environment) {
    client.listTables().tableNames().forEach(name -> client.deleteTable(of -> of.tableName(name)));
    create(client, environment);
  }

  /** Creates the tables that dev mode has with these environment variables. */
  public static void create(DynamoDbClient client, Map<String, String> environment) {
    SmallRyeConfig config = config(new EnvConfigSource(environment, 300));
    LarderConfig larder = config.getConfigMapping(LarderConfig.class);
    DevDynamoDb.createTables(client, larder, model(larder), config);
  }

  /** Returns the model that a user gives, as JSON or as the path of a file. */
  static Model model(LarderConfig larder) {
    return larder
        .model()
        .map(given -> given.startsWith("{") ? given : read(Path.of(given)))
        .map(json -> ModelReader.read(json, "LARDER_MODEL").model())
        .orElse(Model.NONE);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the application's configuration in the profile of dev mode, with what a user adds. */
  static SmallRyeConfig config(ConfigSource added) {
    try {
      return new SmallRyeConfigBuilder()
          .withProfile("dev")
          .addDefaultInterceptors()
          .withSources(
              new PropertiesConfigSource(
                  RESOURCES.resolve("application.properties").toUri().toURL()),
              new PropertiesConfigSource(
                  RESOURCES.resolve("META-INF/microprofile-config.properties").toUri().toURL()))
          .withSources(added)
          .withMapping(LarderConfig.class)
          .withValidateUnknown(false)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
