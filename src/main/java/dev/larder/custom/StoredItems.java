package dev.larder.custom;

import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.item.WriteConditions;
import dev.larder.table.Collection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Reads items from which writes are made. */
@Singleton
class StoredItems {
  private final DynamoDb dynamoDb;
  private final Clock clock;

  StoredItems(DynamoDb dynamoDb, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.clock = clock;
  }

  /** Reads an item, strongly consistently; one that has expired is absent. */
  Optional<Item> get(Collection collection, Item key) {
    return dynamoDb
        .get(collection.table(), key, true, Projection.ALL)
        .filter(item -> collection.isUnexpired(item, clock.instant()));
  }

  /** Holds as long as the stored item is as it was read. */
  Condition unchanged(Collection collection, Optional<Item> read) {
    return read.map(item -> WriteConditions.unchanged(collection.fields(), item))
        .orElseGet(() -> collection.presentCondition(clock.instant()).negated());
  }
}
