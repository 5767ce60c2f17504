package dev.larder.dev;

import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/** Creates tables in DynamoDB Local. */
public final class LocalTables {
  private LocalTables() {}

  /** Creates a table with a key and no indexes, unless it exists. */
  public static void create(DynamoDbClient client, String table, TableSchema schema) {
    create(client, definition(table, schema));
  }

  /** Returns the request that creates a table with a key and no indexes. */
  static CreateTableRequest.Builder definition(String table, TableSchema schema) {
    List<AttributeDefinition> attributes = new ArrayList<>();
    List<KeySchemaElement> key = new ArrayList<>();
    schema
        .key()
        .forEach(
            attribute -> {
              attributes.add(
                  AttributeDefinition.builder()
                      .attributeName(attribute.name())
                      .attributeType(attribute.type().name())
                      .build());
              key.add(
                  KeySchemaElement.builder()
                      .attributeName(attribute.name())
                      .keyType(key.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                      .build());
            });
    return CreateTableRequest.builder()
        .tableName(table)
        .attributeDefinitions(attributes)
        .keySchema(key)
        .billingMode(BillingMode.PAY_PER_REQUEST);
  }

  /** Creates a table, unless it exists. */
  public static void create(DynamoDbClient client, CreateTableRequest.Builder definition) {
    CreateTableRequest request = definition.build();
    if (!client.listTables().tableNames().contains(request.tableName())) {
      client.createTable(request);
    }
  }

  /**
   * Adds an index that serves the lists of callers with items of their own, unless the table does.
   *
   * @param rows the attributes that decide whose an item is; an index is made for up to two
   */
  static void addRowsIndex(CreateTableRequest.Builder definition, List<String> rows) {
    List<String> key =
        definition.build().keySchema().stream().map(KeySchemaElement::attributeName).toList();
    if (rows.isEmpty()
        || rows.size() > 2
        || rows.equals(key.subList(0, Math.min(rows.size(), key.size())))) {
      return;
    }
    List<KeyAttribute> attributes =
        rows.stream().map(row -> new KeyAttribute(row, dev.larder.table.schema.KeyType.S)).toList();
    addIndex(
        definition, new TableSchema(attributes.get(0), attributes.stream().skip(1).findFirst()));
  }

  /** Adds a global index of all attributes. */
  static void addIndex(CreateTableRequest.Builder definition, TableSchema index) {
    CreateTableRequest without = definition.build();
    List<String> names = index.key().stream().map(KeyAttribute::name).toList();
    CreateTableRequest described = definition("", index).build();
    Map<String, AttributeDefinition> attributes = new LinkedHashMap<>();
    Stream.of(without, described)
        .flatMap(table -> table.attributeDefinitions().stream())
        .forEach(attribute -> attributes.putIfAbsent(attribute.attributeName(), attribute));
    List<GlobalSecondaryIndex> indexes = new ArrayList<>(without.globalSecondaryIndexes());
    indexes.add(
        GlobalSecondaryIndex.builder()
            .indexName("by-" + String.join("-", names))
            .keySchema(described.keySchema())
            .projection(all -> all.projectionType(ProjectionType.ALL))
            .build());
    definition.attributeDefinitions(attributes.values()).globalSecondaryIndexes(indexes);
  }

  /** Enables TTL on an attribute, unless the table has a TTL attribute. */
  static void expire(DynamoDbClient client, String table, String attribute) {
    if (client.describeTimeToLive(of -> of.tableName(table)).timeToLiveDescription().attributeName()
        == null) {
      client.updateTimeToLive(
          update ->
              update
                  .tableName(table)
                  .timeToLiveSpecification(ttl -> ttl.attributeName(attribute).enabled(true)));
    }
  }
}
