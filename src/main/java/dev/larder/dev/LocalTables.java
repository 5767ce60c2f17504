package dev.larder.dev;

import dev.larder.table.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
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

  /** Adds a global index on a string attribute, unless that is the table's partition key. */
  static void addIndex(CreateTableRequest.Builder definition, String attribute) {
    CreateTableRequest without = definition.build();
    if (without.keySchema().get(0).attributeName().equals(attribute)) {
      return;
    }
    List<AttributeDefinition> attributes = new ArrayList<>(without.attributeDefinitions());
    if (attributes.stream().noneMatch(each -> each.attributeName().equals(attribute))) {
      attributes.add(
          AttributeDefinition.builder().attributeName(attribute).attributeType("S").build());
    }
    definition
        .attributeDefinitions(attributes)
        .globalSecondaryIndexes(
            GlobalSecondaryIndex.builder()
                .indexName("by-" + attribute)
                .keySchema(
                    KeySchemaElement.builder()
                        .attributeName(attribute)
                        .keyType(KeyType.HASH)
                        .build())
                .projection(all -> all.projectionType(ProjectionType.ALL))
                .build());
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
