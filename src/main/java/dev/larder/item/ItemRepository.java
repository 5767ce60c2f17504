package dev.larder.item;

import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.Expression;
import dev.larder.dynamo.Item;
import dev.larder.dynamo.Projection;
import dev.larder.dynamo.Write;
import dev.larder.table.Collection;
import jakarta.inject.Singleton;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * One item in its table. Failures are those of {@link DynamoDb#read} and {@link DynamoDb#write}.
 */
@Singleton
class ItemRepository {
  private final DynamoDb dynamoDb;

  ItemRepository(DynamoDb dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  Optional<Item> get(Collection collection, Item key, boolean consistent, Projection projection) {
    GetItemResponse response =
        dynamoDb.read(
            client ->
                client.getItem(
                    request ->
                        request
                            .tableName(collection.table())
                            .key(key.attributes())
                            .consistentRead(consistent)
                            .projectionExpression(projection.text())
                            .expressionAttributeNames(projection.names())));
    return response.hasItem() ? Optional.of(Item.of(response.item())) : Optional.empty();
  }

  /**
   * Makes a write.
   *
   * @return the item that was there before a put, if there was one; a delete does not say
   * @throws dev.larder.dynamo.ConditionFailed with that item
   */
  Optional<Item> write(Write write) {
    Expression expression = Expression.of(write.condition());
    return write
        .item()
        .map(item -> put(write, item, expression))
        .orElseGet(() -> delete(write, expression));
  }

  private Optional<Item> put(Write write, Item item, Expression expression) {
    PutItemResponse response =
        dynamoDb.write(
            client ->
                client.putItem(
                    request ->
                        request
                            .tableName(write.table())
                            .item(item.attributes())
                            .conditionExpression(expression.text())
                            .expressionAttributeNames(expression.names())
                            .expressionAttributeValues(expression.values())
                            .returnValues(ReturnValue.ALL_OLD)
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    return response.hasAttributes()
        ? Optional.of(Item.of(response.attributes()))
        : Optional.empty();
  }

  private Optional<Item> delete(Write write, Expression expression) {
    dynamoDb.write(
        client ->
            client.deleteItem(
                request ->
                    request
                        .tableName(write.table())
                        .key(write.key().attributes())
                        .conditionExpression(expression.text())
                        .expressionAttributeNames(expression.names())
                        .expressionAttributeValues(expression.values())
                        .returnValuesOnConditionCheckFailure(
                            ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    return Optional.empty();
  }
}
