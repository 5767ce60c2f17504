package dev.larder.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.table.config.LarderConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;

class DevDynamoDbTest {

  @Test
  void devModeHasTheTablesOfItsOwnConfigurationAndOfTheUsers() {
    SmallRyeConfig config =
        config(
            Map.of(
                "larder.collections.films.table", "films-table",
                "larder.collections.films.key", "year:N,title:S",
                "larder.collections.films.owner", "title",
                "larder.collections.items.owner", "owner",
                "larder.collections.items.ttl-attribute", "until",
                "dev.indexes.films", "genre:S,year:N;rating:N",
                "larder.collections.unknown.table", "of-unknown-key"));
    LarderConfig larder = config.getConfigMapping(LarderConfig.class);
    try (EmbeddedDynamoDb engine = EmbeddedDynamoDb.start();
        DynamoDbClient client = client(engine)) {
      DevDynamoDb.createTables(client, larder, config);
      DevDynamoDb.createTables(client, larder, config);
      assertEquals(List.of("films-table", "items", "larder"), client.listTables().tableNames());
      assertEquals(
          List.of("year", "title"),
          client.describeTable(table -> table.tableName("films-table")).table().keySchema().stream()
              .map(element -> element.attributeName())
              .toList());
      assertEquals(
          Set.of("by-title title ALL", "by-genre-year genre,year ALL", "by-rating rating ALL"),
          indexes(client, "films-table"));
      assertEquals(Set.of("by-owner owner ALL"), indexes(client, "items"));
      assertEquals("until", ttlAttribute(client, "items"));
      assertEquals("expires", ttlAttribute(client, "larder"));
    }
  }

  private static Set<String> indexes(DynamoDbClient client, String table) {
    return client.describeTable(of -> of.tableName(table)).table().globalSecondaryIndexes().stream()
        .map(DevDynamoDbTest::described)
        .collect(Collectors.toSet());
  }

  private static String described(GlobalSecondaryIndexDescription index) {
    String key =
        index.keySchema().stream()
            .map(element -> element.attributeName())
            .collect(Collectors.joining(","));
    return index.indexName() + ' ' + key + ' ' + index.projection().projectionType();
  }

  private static String ttlAttribute(DynamoDbClient client, String table) {
    return client
        .describeTimeToLive(of -> of.tableName(table))
        .timeToLiveDescription()
        .attributeName();
  }

  private static SmallRyeConfig config(Map<String, String> added) {
    return DevTables.config(new PropertiesConfigSource(added, "user", 500));
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
