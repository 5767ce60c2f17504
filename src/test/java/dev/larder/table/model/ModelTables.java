package dev.larder.table.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/** Creates the tables of a model for a test. */
final class ModelTables {
  private ModelTables() {}

  static void create(DynamoDbClient client, Model model) {
    model.tables().values().stream()
        .filter(table -> !client.listTables().tableNames().contains(table.id()))
        .forEach(table -> client.createTable(definition(table)));
  }

  private static CreateTableRequest definition(TableModel table) {
    Map<String, AttributeDefinition> attributes = new LinkedHashMap<>();
    List<GlobalSecondaryIndex> indexes = new ArrayList<>();
    table
        .key()
        .forEach(key -> attributes.put(key.name(), attribute(key.name(), key.type().name())));
    for (IndexModel index : table.indexes()) {
      List<KeySchemaElement> key = new ArrayList<>();
      index.partition().forEach(part -> key.add(element(part.name(), KeyType.HASH)));
      index.sort().forEach(part -> key.add(element(part.name(), KeyType.RANGE)));
      index
          .partition()
          .forEach(part -> attributes.put(part.name(), attribute(part.name(), part.type().name())));
      index
          .sort()
          .forEach(part -> attributes.put(part.name(), attribute(part.name(), part.type().name())));
      indexes.add(
          GlobalSecondaryIndex.builder()
              .indexName(index.name())
              .keySchema(key)
              .projection(all -> all.projectionType(ProjectionType.ALL))
              .build());
    }
    List<KeySchemaElement> key = new ArrayList<>();
    key.add(element(table.key().get(0).name(), KeyType.HASH));
    table.key().stream().skip(1).forEach(sort -> key.add(element(sort.name(), KeyType.RANGE)));
    return CreateTableRequest.builder()
        .tableName(table.id())
        .attributeDefinitions(attributes.values())
        .keySchema(key)
        .globalSecondaryIndexes(indexes.isEmpty() ? null : indexes)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .build();
  }

  private static AttributeDefinition attribute(String name, String type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static KeySchemaElement element(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }
}
