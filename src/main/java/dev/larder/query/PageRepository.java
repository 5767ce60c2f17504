package dev.larder.query;

import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.Item;
import dev.larder.dynamo.Projection;
import dev.larder.table.Collection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Runs of items of a table. Failures are those of {@link DynamoDb#read}. */
@Singleton
class PageRepository {
  private final DynamoDb dynamoDb;

  PageRepository(DynamoDb dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  /**
   * Some items in the order of the table.
   *
   * @param last the key after which to go on; empty where there is nothing after these items
   */
  record Run(List<Item> items, Optional<Item> last) {}

  /**
   * Reads up to a number of items, fewer where they have 1 MB.
   *
   * @param after the key after which to start
   */
  Run scan(
      Collection collection,
      Optional<Item> after,
      int limit,
      boolean consistent,
      Projection projection) {
    ScanResponse response =
        dynamoDb.read(
            client ->
                client.scan(
                    request -> {
                      request.tableName(collection.table()).limit(limit).consistentRead(consistent);
                      after.ifPresent(key -> request.exclusiveStartKey(key.attributes()));
                    }));
    return new Run(
        response.items().stream().map(Item::of).toList(),
        response.hasLastEvaluatedKey()
            ? Optional.of(Item.of(response.lastEvaluatedKey()))
            : Optional.empty());
  }
}
