package dev.larder.table;

import dev.larder.dynamo.DynamoDb;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** What DynamoDB says of tables. */
@Singleton
class TableRepository {
  private final DynamoDb dynamoDb;

  TableRepository(DynamoDb dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  /**
   * Asks for a table's schema, with DescribeTable.
   *
   * @throws dev.larder.http.ProblemException as {@link DynamoDb#read}
   */
  TableSchema schema(String table) {
    TableDescription description =
        dynamoDb.read(client -> client.describeTable(request -> request.tableName(table))).table();
    Map<String, KeyAttribute> defined = new LinkedHashMap<>();
    description
        .attributeDefinitions()
        .forEach(
            attribute ->
                defined.put(
                    attribute.attributeName(),
                    new KeyAttribute(
                        attribute.attributeName(),
                        dev.larder.table.KeyType.valueOf(attribute.attributeTypeAsString()))));
    KeyAttribute partition = defined.remove(keyName(description, KeyType.HASH).orElseThrow());
    Optional<KeyAttribute> sort = keyName(description, KeyType.RANGE).map(defined::remove);
    List<KeyAttribute> indexed = new ArrayList<>(defined.values());
    return new TableSchema(partition, sort, indexed);
  }

  private static Optional<String> keyName(TableDescription table, KeyType type) {
    return table.keySchema().stream()
        .filter(element -> element.keyType() == type)
        .map(KeySchemaElement::attributeName)
        .findFirst();
  }
}
