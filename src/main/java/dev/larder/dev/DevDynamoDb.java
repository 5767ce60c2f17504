package dev.larder.dev;

import dev.larder.table.CollectionRegistry;
import dev.larder.table.config.CollectionRules;
import dev.larder.table.config.LarderConfig;
import dev.larder.table.model.CollectionModel;
import dev.larder.table.model.Model;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.TableSchema;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/**
 * Starts DynamoDB Local in dev mode and tests, unless another endpoint is configured. It survives
 * live reloads, because the engine is not one of the application's classes, and system properties
 * keep its endpoint.
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@Singleton
class DevDynamoDb {
  private static final Logger LOG = Logger.getLogger(DevDynamoDb.class);

  private static final String ENDPOINT = "aws.endpointUrlDynamoDb";
  private static final String SYSTEM = "SystemTable";
  private static final String STARTED = "larder-dev-dynamodb";
  private static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("dev", "dev");

  /** Returns the address of DynamoDB Local or of a configured endpoint. */
  static Optional<String> endpoint(Config config) {
    return Stream.of(
            "quarkus.dynamodb.endpoint-override",
            ENDPOINT,
            "AWS_ENDPOINT_URL_DYNAMODB",
            "AWS_ENDPOINT_URL")
        .flatMap(name -> config.getOptionalValue(name, String.class).stream())
        .findFirst();
  }

  void start(
      @Observes @Priority(1) StartupEvent event, LarderConfig larder, Model model, Config config) {
    Optional<String> configured = endpoint(config);
    if (configured.isEmpty()) {
      String endpoint = EmbeddedDynamoDb.start().endpoint().toString();
      System.setProperty(STARTED, endpoint);
      System.setProperty(ENDPOINT, endpoint);
    } else if (!configured.get().equals(System.getProperty(STARTED))) {
      return;
    }
    System.setProperty("aws.accessKeyId", CREDENTIALS.accessKeyId());
    System.setProperty("aws.secretAccessKey", CREDENTIALS.secretAccessKey());
    System.setProperty("aws.region", Region.US_EAST_1.id());
    try (DynamoDbClient client = DynamoDbClient.create()) {
      createTables(client, larder, model, config);
    }
  }

  /**
   * Creates the tables of the model and the configured tables that do not exist yet. Tables that
   * exist already where the model is deployed are among them: here nothing else creates them.
   */
  static void createTables(DynamoDbClient client, LarderConfig larder, Model model, Config config) {
    larder
        .systemTable()
        .ifPresent(
            table -> {
              TemplateTables deployed = TemplateTables.read();
              LocalTables.create(client, deployed.definition(SYSTEM).tableName(table));
              LocalTables.expire(client, table, deployed.ttlAttribute(SYSTEM));
            });
    Set<String> declared = new HashSet<>();
    model
        .tables()
        .values()
        .forEach(
            table -> {
              String name = name(table, larder);
              if (ModelTables.create(client, name, table)) {
                LOG.infof("The table %s has the items of %s", name, collections(model, table));
              }
              declared.add(name);
            });
    larder
        .collections()
        .forEach(
            (name, collection) -> {
              if (collection.table().filter(declared::contains).isEmpty()) {
                createTable(client, name, collection, indexes(config, name));
              }
            });
  }

  private static String collections(Model model, TableModel table) {
    String names =
        model.collections().values().stream()
            .filter(collection -> collection.table().equals(table.id()))
            .map(CollectionModel::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "no collection" : names;
  }

  private static String name(TableModel table, LarderConfig larder) {
    return Optional.ofNullable(larder.tables().get(table.id()))
        .flatMap(LarderConfig.TableConfig::name)
        .or(table::name)
        .orElse(table.id());
  }

  /**
   * Returns the keys of indexes that a table gets in dev mode. Deployed, the table itself has them,
   * and nobody configures them.
   */
  private static List<TableSchema> indexes(Config config, String collection) {
    return config.getOptionalValue("dev.indexes." + collection, String.class).stream()
        .flatMap(keys -> Stream.of(keys.split(";")))
        .map(TableSchema::parse)
        .toList();
  }

  private static void createTable(
      DynamoDbClient client,
      String name,
      LarderConfig.CollectionConfig collection,
      List<TableSchema> indexes) {
    if (collection.table().isEmpty()) {
      return;
    }
    String table = collection.table().get();
    CreateTableRequest.Builder definition;
    if (collection.key().isPresent()) {
      definition = LocalTables.definition(table, TableSchema.parse(collection.key().get()));
    } else if (name.equals(CollectionRegistry.DEFAULT)) {
      definition = TemplateTables.read().definition("ItemsTable").tableName(table);
    } else {
      LOG.warnf(
          "The table %s was not created, because larder.collections.%s.key is not set",
          table, name);
      return;
    }
    LocalTables.addRowsIndex(
        definition,
        List.copyOf(CollectionRules.of("larder.collections." + name, collection).rows().keySet()));
    indexes.forEach(index -> LocalTables.addIndex(definition, index));
    LocalTables.create(client, definition);
    collection.ttlAttribute().ifPresent(expires -> LocalTables.expire(client, table, expires));
    LOG.infof("The table %s has the items of the collection %s", table, name);
  }
}
