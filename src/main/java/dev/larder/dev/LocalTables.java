package dev.larder.dev;

import dev.larder.table.TableSchema;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** Creates tables in a local engine. */
public final class LocalTables {
  private LocalTables() {}

  /** Creates a table with a key and no indexes; one that exists is left as it is. */
  public static void create(DynamoDbClient client, String table, TableSchema schema) {
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
    create(
        client,
        CreateTableRequest.builder()
            .tableName(table)
            .attributeDefinitions(attributes)
            .keySchema(key)
            .billingMode(BillingMode.PAY_PER_REQUEST));
  }

  /** Creates a table; one that exists is left as it is. */
  public static void create(DynamoDbClient client, CreateTableRequest.Builder definition) {
    CreateTableRequest request = definition.build();
    if (!client.listTables().tableNames().contains(request.tableName())) {
      client.createTable(request);
    }
  }
}
