package dev.larder;

import dev.larder.dev.DeployedTables;
import dev.larder.dev.EmbeddedDynamoDb;
import dev.larder.dev.LocalTables;
import dev.larder.table.TableSchema;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

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

  private TestDynamoDb() {}

  public static TestDynamoDb start() {
    TestDynamoDb started = new TestDynamoDb();
    LocalTables.create(
        started.client,
        DeployedTables.read(Path.of("")).definition("ItemsTable").tableName("items"));
    LocalTables.create(
        started.client,
        DeployedTables.read(Path.of("")).definition("SystemTable").tableName(SYSTEM_TABLE));
    TABLES.forEach(
        (table, key) -> LocalTables.create(started.client, table, TableSchema.parse(key)));
    return started;
  }

  public URI endpoint() {
    return engine.endpoint();
  }

  /** For what other writers do to the tables. */
  public DynamoDbClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    engine.close();
  }
}
