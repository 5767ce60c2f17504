package dev.larder.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** What is made of a description of a table, as DynamoDB Local never gives it for long. */
class TableRepositoryTest {
  private static KeySchemaElement partition(String name) {
    return KeySchemaElement.builder().attributeName(name).keyType(KeyType.HASH).build();
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static GlobalSecondaryIndexDescription index(IndexStatus status) {
    return GlobalSecondaryIndexDescription.builder()
        .indexName(status.toString())
        .indexStatus(status)
        .keySchema(partition("kind"))
        .projection(projection -> projection.projectionType(ProjectionType.ALL))
        .build();
  }

  @Test
  void anIndexThatIsBeingCreatedOrDeletedCannotBeQueried() {
    TableSchema schema =
        TableRepository.schema(
            TableDescription.builder()
                .attributeDefinitions(text("id"), text("kind"))
                .keySchema(partition("id"))
                .globalSecondaryIndexes(
                    Arrays.stream(IndexStatus.values())
                        .filter(status -> status != IndexStatus.UNKNOWN_TO_SDK_VERSION)
                        .map(TableRepositoryTest::index)
                        .toList())
                .build());
    assertEquals(List.of("ACTIVE", "UPDATING"), names(schema.indexes()));
    assertEquals(List.of("CREATING"), names(schema.building()));
    assertEquals(List.of("ACTIVE", "CREATING", "UPDATING"), names(schema.completed().indexes()));
    assertEquals(List.of(), schema.completed().building());
  }

  @Test
  void anIndexCanHaveSeveralPartitionAndSortKeyAttributes() {
    GlobalSecondaryIndexDescription simple = index(IndexStatus.ACTIVE);
    TableSchema schema =
        TableRepository.schema(
            TableDescription.builder()
                .attributeDefinitions(text("id"), text("kind"), text("at"), text("by"))
                .keySchema(partition("id"))
                .globalSecondaryIndexes(
                    simple,
                    simple.toBuilder()
                        .indexName("partitions")
                        .keySchema(partition("kind"), partition("by"))
                        .build(),
                    simple.toBuilder()
                        .indexName("sorts")
                        .keySchema(partition("kind"), sort("at"), sort("by"))
                        .build())
                .build());
    assertEquals(List.of("ACTIVE", "partitions", "sorts"), names(schema.indexes()));
    assertEquals(List.of("kind", "by"), schema.indexes().get(1).storedKey());
    assertEquals(List.of(), schema.indexes().get(1).sort());
    assertEquals(List.of("kind", "at", "by"), schema.indexes().get(2).storedKey());
    assertEquals(2, schema.indexes().get(2).sortKey().size());
  }

  private static KeySchemaElement sort(String name) {
    return KeySchemaElement.builder().attributeName(name).keyType(KeyType.RANGE).build();
  }

  private static List<String> names(List<TableIndex> indexes) {
    return indexes.stream().map(TableIndex::name).sorted().toList();
  }
}
