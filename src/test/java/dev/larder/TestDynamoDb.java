package dev.larder;

import dev.larder.dev.EmbeddedDynamoDb;
import dev.larder.dev.LocalTables;
import dev.larder.dev.TemplateTables;
import dev.larder.dynamo.lowlevel.LowLevelClient;
import dev.larder.net.SocketHttpClient;
import dev.larder.sample.HookedFunction;
import dev.larder.table.schema.TableSchema;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/** A DynamoDB Local with the tables that tests use, and a plain client of it. */
public final class TestDynamoDb implements AutoCloseable {
  /** Tables beside the deployed one, by the name of collection and table, with their keys. */
  public static final Map<String, String> TABLES =
      Map.of(
          "films",
          "year:N,title:S",
          "blobs",
          "hash:B",
          "readings",
          "sensor:S,at:N",
          "sessions",
          "id:S",
          "products",
          "sku:S",
          "pages",
          "book:S,page:S");

  /** Tables with indexes, as collections likewise. */
  public static final List<String> INDEXED_TABLES = List.of("movies", "orders");

  public static final String SYSTEM_TABLE = "larder";

  public static final String REGION = "eu-central-1";

  private final EmbeddedDynamoDb engine = EmbeddedDynamoDb.start();
  private final DynamoDbClient client =
      DynamoDbClient.builder()
          .endpointOverride(engine.endpoint())
          .region(Region.of(REGION))
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
          .build();

  private final DynamoDbClient lowLevel = lowLevel(engine.endpoint(), Duration.ofSeconds(20));

  private TestDynamoDb() {}

  public static TestDynamoDb start() {
    TestDynamoDb started = new TestDynamoDb();
    LocalTables.create(
        started.client, TemplateTables.read().definition("ItemsTable").tableName("items"));
    LocalTables.create(
        started.client, TemplateTables.read().definition("SystemTable").tableName(SYSTEM_TABLE));
    TABLES.forEach(
        (table, key) -> LocalTables.create(started.client, table, TableSchema.parse(key)));
    LocalTables.create(started.client, movies());
    LocalTables.create(started.client, orders());
    if (HookedFunction.CHOSEN) {
      HookedFunction.createTables(started.client);
    }
    return started;
  }

  /** Has the items of a table expire, as the template has it of the system table. */
  public static void expire(DynamoDbClient client, String table) {
    client.updateTimeToLive(
        update ->
            update
                .tableName(table)
                .timeToLiveSpecification(ttl -> ttl.attributeName("expires").enabled(true)));
  }

  private static CreateTableRequest.Builder movies() {
    return table("movies", "year:N,title:S", "genre:S")
        .globalSecondaryIndexes(
            global("by-genre", "genre", "year", projection(ProjectionType.ALL)));
  }

  /** Indexes of every kind: global and local, with and without a sort key, each projection. */
  private static CreateTableRequest.Builder orders() {
    return table("orders", "shop:S,number:N", "status:S,created:N,rating:N,carrier:S")
        .globalSecondaryIndexes(
            global("by-status", "status", "created", projection(ProjectionType.ALL)),
            global("by-rating", "rating", "number", projection(ProjectionType.KEYS_ONLY)),
            global("by-carrier", "carrier", null, projection(ProjectionType.INCLUDE, "created")))
        .localSecondaryIndexes(
            local("shop-by-created", "shop", "created", ProjectionType.ALL),
            local("shop-by-rating", "shop", "rating", ProjectionType.KEYS_ONLY));
  }

  private static CreateTableRequest.Builder table(String name, String key, String indexed) {
    List<AttributeDefinition> definitions = new ArrayList<>();
    for (String attribute : (key + ',' + indexed).split(",")) {
      String[] definition = attribute.split(":");
      definitions.add(
          AttributeDefinition.builder()
              .attributeName(definition[0])
              .attributeType(definition[1])
              .build());
    }
    return CreateTableRequest.builder()
        .tableName(name)
        .attributeDefinitions(definitions)
        .keySchema(key(definitions.get(0).attributeName(), definitions.get(1).attributeName()))
        .billingMode(BillingMode.PAY_PER_REQUEST);
  }

  private static GlobalSecondaryIndex global(
      String name, String partition, String sort, Projection projection) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(key(partition, sort))
        .projection(projection)
        .build();
  }

  private static LocalSecondaryIndex local(
      String name, String partition, String sort, ProjectionType type) {
    return LocalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(key(partition, sort))
        .projection(projection(type))
        .build();
  }

  private static Projection projection(ProjectionType type, String... attributes) {
    Projection.Builder projection = Projection.builder().projectionType(type);
    return attributes.length == 0
        ? projection.build()
        : projection.nonKeyAttributes(attributes).build();
  }

  private static List<KeySchemaElement> key(String partition, String sort) {
    List<KeySchemaElement> key = new ArrayList<>();
    key.add(KeySchemaElement.builder().attributeName(partition).keyType(KeyType.HASH).build());
    if (sort != null) {
      key.add(KeySchemaElement.builder().attributeName(sort).keyType(KeyType.RANGE).build());
    }
    return key;
  }

  public URI endpoint() {
    return engine.endpoint();
  }

  /** For what other writers do to the tables. */
  public DynamoDbClient client() {
    return client;
  }

  /** A client of the kind that the application calls it with. */
  public DynamoDbClient lowLevel() {
    return lowLevel;
  }

  static DynamoDbClient lowLevel(URI endpoint, Duration read) {
    return new LowLevelClient(
        endpoint,
        REGION,
        () -> AwsBasicCredentials.create("test", "test"),
        new SocketHttpClient(Duration.ofSeconds(1), read, () -> SocketHttpClient.UNBOUNDED));
  }

  @Override
  public void close() {
    client.close();
    engine.close();
  }
}
