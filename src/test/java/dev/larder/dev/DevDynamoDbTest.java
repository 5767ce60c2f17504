package dev.larder.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.table.config.LarderConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;

class DevDynamoDbTest {

  @Test
  void devModeHasTheTablesOfItsOwnConfigurationAndOfTheUsers() throws IOException {
    LarderConfig config =
        config(
            Map.of(
                "larder.collections.films.table", "films-table",
                "larder.collections.films.key", "year:N,title:S",
                "larder.collections.films.owner", "title",
                "larder.collections.items.owner", "owner",
                "larder.collections.items.ttl-attribute", "until",
                "larder.collections.unknown.table", "of-unknown-key"));
    try (EmbeddedDynamoDb engine = EmbeddedDynamoDb.start();
        DynamoDbClient client = client(engine)) {
      DevDynamoDb.createTables(client, config);
      DevDynamoDb.createTables(client, config);
      assertEquals(List.of("films-table", "items", "larder"), client.listTables().tableNames());
      assertEquals(
          List.of("year", "title"),
          client.describeTable(table -> table.tableName("films-table")).table().keySchema().stream()
              .map(element -> element.attributeName())
              .toList());
      assertEquals("by-title title ALL", index(client, "films-table"));
      assertEquals("by-owner owner ALL", index(client, "items"));
      assertEquals("until", ttlAttribute(client, "items"));
      assertEquals("expires", ttlAttribute(client, "larder"));
    }
  }

  private static String index(DynamoDbClient client, String table) {
    GlobalSecondaryIndexDescription index =
        client.describeTable(of -> of.tableName(table)).table().globalSecondaryIndexes().get(0);
    return index.indexName()
        + ' '
        + index.keySchema().get(0).attributeName()
        + ' '
        + index.projection().projectionType();
  }

  private static String ttlAttribute(DynamoDbClient client, String table) {
    return client
        .describeTimeToLive(of -> of.tableName(table))
        .timeToLiveDescription()
        .attributeName();
  }

  /** The application's configuration in the profile of dev mode, with what a user adds. */
  private static LarderConfig config(Map<String, String> added) throws IOException {
    return new SmallRyeConfigBuilder()
        .withProfile("dev")
        .addDefaultInterceptors()
        .withSources(
            new PropertiesConfigSource(
                Path.of("src/main/resources/application.properties").toUri().toURL()))
        .withSources(new PropertiesConfigSource(added, "user", 500))
        .withMapping(LarderConfig.class)
        .withValidateUnknown(false)
        .build()
        .getConfigMapping(LarderConfig.class);
  }

  private static DynamoDbClient client(EmbeddedDynamoDb engine) {
    return DynamoDbClient.builder()
        .endpointOverride(engine.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("dev", "dev")))
        .build();
  }
}
