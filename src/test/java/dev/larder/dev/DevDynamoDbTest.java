package dev.larder.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.table.config.LarderConfig;
import dev.larder.table.model.Model;
import dev.larder.table.model.ModelReader;
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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

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
      DevDynamoDb.createTables(client, larder, Model.NONE, config);
      DevDynamoDb.createTables(client, larder, Model.NONE, config);
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

  private static void createTables(DynamoDbClient client, String json, Map<String, String> added) {
    SmallRyeConfig config = config(added);
    DevDynamoDb.createTables(
        client,
        config.getConfigMapping(LarderConfig.class),
        ModelReader.read(json.replace('\'', '"'), "model.json").model(),
        config);
  }

  @Test
  void theTablesOfAModelHaveTheirKeysIndexesTtlAndStream() {
    try (EmbeddedDynamoDb engine = EmbeddedDynamoDb.start();
        DynamoDbClient client = client(engine)) {
      createTables(
          client,
          """
          {'tables': {
            'shop': {
              'key': {'PK': 'S', 'SK': 'S'},
              'indexes': {
                'GSI1': {'key': {'GSI1PK': 'S', 'GSI1SK': 'N'}, 'projection': ['title']},
                'byDate': {'key': {'PK': 'S', 'date': 'S'}, 'projection': 'KEYS_ONLY', 'local': true},
                'byKind': {'partition': {'tenant': 'S', 'kind': 'S'}, 'sort': {'day': 'S'}}
              },
              'ttl': 'until',
              'stream': true
            },
            'films': {'name': 'Films-1A2B', 'key': {'year': 'N', 'title': 'S'}},
            'stock': {'key': {'id': 'S'}}
          }}
          """,
          Map.of(
              "larder.collections.orders.table", "shop",
              "larder.collections.rest.table", "shop-1",
              "larder.tables.stock.name", "stock-of-dev"));
      assertEquals(
          List.of("Films-1A2B", "items", "larder", "shop", "stock-of-dev"),
          client.listTables().tableNames());
      TableDescription shop = client.describeTable(of -> of.tableName("shop")).table();
      assertEquals(
          List.of("PK", "SK"), shop.keySchema().stream().map(key -> key.attributeName()).toList());
      assertEquals(Set.of("GSI1 GSI1PK,GSI1SK INCLUDE"), indexes(client, "shop"));
      assertEquals(
          List.of("title"), shop.globalSecondaryIndexes().get(0).projection().nonKeyAttributes());
      assertEquals("byDate", shop.localSecondaryIndexes().get(0).indexName());
      assertEquals(
          "KEYS_ONLY", shop.localSecondaryIndexes().get(0).projection().projectionTypeAsString());
      assertEquals("NEW_AND_OLD_IMAGES", shop.streamSpecification().streamViewTypeAsString());
      assertEquals("until", ttlAttribute(client, "shop"));
      assertEquals(
          List.of("year:N", "title:S"),
          client
              .describeTable(of -> of.tableName("Films-1A2B"))
              .table()
              .attributeDefinitions()
              .stream()
              .map(each -> each.attributeName() + ':' + each.attributeTypeAsString())
              .sorted(java.util.Comparator.reverseOrder())
              .toList());
    }
  }

  @Test
  void aTableIsReplacedOnlyWhenTheModelDeclaresItDifferently() {
    try (EmbeddedDynamoDb engine = EmbeddedDynamoDb.start();
        DynamoDbClient client = client(engine)) {
      String json = "{'tables': {'shop': {'key': {'id': 'S'}, 'ttl': 'until'}}}";
      createTables(client, json, Map.of());
      client.putItem(put -> put.tableName("shop").item(Map.of("id", AttributeValue.fromS("a"))));
      createTables(client, json, Map.of());
      assertEquals(1, client.scan(of -> of.tableName("shop")).count());
      createTables(client, json.replace("'ttl'", "'stream': true, 'ttl'"), Map.of());
      assertEquals(0, client.scan(of -> of.tableName("shop")).count());
      assertEquals("until", ttlAttribute(client, "shop"));
    }
  }

  @Test
  void aTableWithAnArnIsCreatedUnderAnotherNameOnly() {
    try (EmbeddedDynamoDb engine = EmbeddedDynamoDb.start();
        DynamoDbClient client = client(engine)) {
      String json =
          "{'tables': {'orders': {'key': {'id': 'S'},"
              + " 'name': 'arn:aws:dynamodb:eu-central-1:123456789012:table/orders'}}}";
      createTables(client, json, Map.of());
      assertEquals(List.of("items", "larder"), client.listTables().tableNames());
      createTables(client, json, Map.of("larder.tables.orders.name", "orders"));
      assertEquals(List.of("items", "larder", "orders"), client.listTables().tableNames());
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
