package dev.larder.dev;

import dev.larder.table.model.IndexModel;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.KeyAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
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
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Creates the tables of a model in DynamoDB Local. */
final class ModelTables {
  private static final Logger LOG = Logger.getLogger(ModelTables.class);

  /** The system property of a table's definition, which survives live reloads as the table does. */
  private static final String DECLARED = "larder-dev-table.";

  private ModelTables() {}

  /**
   * Creates a table, unless it exists as the model declares it. One that the model has declared
   * otherwise before is replaced by an empty one.
   *
   * @return whether DynamoDB Local can have a table of this name
   */
  static boolean create(DynamoDbClient client, String name, TableModel table) {
    if (name.startsWith("arn:")) {
      LOG.warnf(
          "The table %s was not created: DynamoDB Local takes no ARN as a table's name. To have an"
              + " empty table here, set %%dev.larder.tables.%s.name=%s",
          name, table.id(), table.id());
      return false;
    }
    CreateTableRequest definition = definition(name, table);
    String declared = System.setProperty(DECLARED + name, definition.toString());
    if (client.listTables().tableNames().contains(name)) {
      if (definition.toString().equals(declared)) {
        return true;
      }
      LOG.infof("The model declares the table %s differently now: it is created anew, empty", name);
      client.deleteTable(of -> of.tableName(name));
    }
    client.createTable(definition);
    table.ttl().ifPresent(attribute -> LocalTables.expire(client, name, attribute));
    return true;
  }

  private static CreateTableRequest definition(String name, TableModel table) {
    TableModel known = table.withIndexes(index -> isKnown(name, index));
    List<IndexModel> indexes = known.indexes();
    CreateTableRequest.Builder definition =
        CreateTableRequest.builder()
            .tableName(name)
            .attributeDefinitions(attributes(known))
            .keySchema(key(table.key().subList(0, 1), table.key().subList(1, table.key().size())))
            .billingMode(BillingMode.PAY_PER_REQUEST);
    List<GlobalSecondaryIndex> globals =
        indexes.stream().filter(Predicate.not(IndexModel::local)).map(ModelTables::global).toList();
    List<LocalSecondaryIndex> locals =
        indexes.stream().filter(IndexModel::local).map(ModelTables::local).toList();
    // DynamoDB refuses lists that are there, but empty.
    if (!globals.isEmpty()) {
      definition.globalSecondaryIndexes(globals);
    }
    if (!locals.isEmpty()) {
      definition.localSecondaryIndexes(locals);
    }
    if (table.stream()) {
      definition.streamSpecification(
          stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES));
    }
    return definition.build();
  }

  /** Whether DynamoDB Local can create the index. */
  private static boolean isKnown(String table, IndexModel index) {
    boolean known = index.partition().size() == 1 && index.sort().size() <= 1;
    if (!known) {
      LOG.warnf(
          "The table %s has no index %s here: DynamoDB Local cannot create an index with several"
              + " partition or sort key attributes, which DynamoDB can",
          table, index.name());
    }
    return known;
  }

  private static List<AttributeDefinition> attributes(TableModel table) {
    return table.keyAttributes().stream()
        .map(
            attribute ->
                AttributeDefinition.builder()
                    .attributeName(attribute.name())
                    .attributeType(attribute.type().name())
                    .build())
        .toList();
  }

  private static List<KeySchemaElement> key(List<KeyAttribute> partition, List<KeyAttribute> sort) {
    List<KeySchemaElement> key = new ArrayList<>();
    partition.forEach(attribute -> key.add(element(attribute, KeyType.HASH)));
    sort.forEach(attribute -> key.add(element(attribute, KeyType.RANGE)));
    return key;
  }

  private static KeySchemaElement element(KeyAttribute attribute, KeyType type) {
    return KeySchemaElement.builder().attributeName(attribute.name()).keyType(type).build();
  }

  private static GlobalSecondaryIndex global(IndexModel index) {
    return GlobalSecondaryIndex.builder()
        .indexName(index.name())
        .keySchema(key(index.partition(), index.sort()))
        .projection(projection(index.projected()))
        .build();
  }

  private static LocalSecondaryIndex local(IndexModel index) {
    return LocalSecondaryIndex.builder()
        .indexName(index.name())
        .keySchema(key(index.partition(), index.sort()))
        .projection(projection(index.projected()))
        .build();
  }

  private static Projection projection(Optional<List<String>> projected) {
    Projection.Builder projection = Projection.builder();
    if (projected.isEmpty()) {
      projection.projectionType(ProjectionType.ALL);
    } else if (projected.get().isEmpty()) {
      projection.projectionType(ProjectionType.KEYS_ONLY);
    } else {
      projection.projectionType(ProjectionType.INCLUDE).nonKeyAttributes(projected.get());
    }
    return projection.build();
  }
}
