package dev.larder.dynamo;

import dev.larder.dynamo.expression.Placeholders;
import dev.larder.dynamo.item.Item;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Builds requests of DynamoDB's API. Each has its own placeholders, since DynamoDB rejects a
 * request that defines placeholders which its expressions do not use.
 */
final class DynamoDbRequests {
  private static final ReturnValuesOnConditionCheckFailure CURRENT =
      ReturnValuesOnConditionCheckFailure.ALL_OLD;

  private DynamoDbRequests() {}

  static QueryRequest query(TableRead read) {
    Placeholders placeholders = new Placeholders();
    return QueryRequest.builder()
        .tableName(read.table().name())
        .indexName(read.index().orElse(null))
        .keyConditionExpression(placeholders.text(read.key()))
        .filterExpression(placeholders.text(read.table().stored(read.filter())))
        .projectionExpression(placeholders.text(read.table().stored(read.projection())))
        .expressionAttributeNames(placeholders.names())
        .expressionAttributeValues(placeholders.values())
        .scanIndexForward(!read.descending())
        .consistentRead(read.consistent())
        .limit(read.limit())
        .exclusiveStartKey(start(read))
        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
        .build();
  }

  static ScanRequest scan(TableRead read) {
    Placeholders placeholders = new Placeholders();
    return ScanRequest.builder()
        .tableName(read.table().name())
        .indexName(read.index().orElse(null))
        .filterExpression(placeholders.text(read.table().stored(read.filter())))
        .projectionExpression(placeholders.text(read.table().stored(read.projection())))
        .expressionAttributeNames(placeholders.names())
        .expressionAttributeValues(placeholders.values())
        .consistentRead(read.consistent())
        .limit(read.limit())
        .exclusiveStartKey(start(read))
        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
        .build();
  }

  private static Map<String, AttributeValue> start(TableRead read) {
    return read.after().map(Item::attributes).orElse(null);
  }

  static PutItemRequest putItem(Write write) {
    Placeholders placeholders = new Placeholders();
    return PutItemRequest.builder()
        .tableName(write.table().name())
        .item(write.storedItem().attributes())
        .conditionExpression(placeholders.text(write.storedCondition()))
        .expressionAttributeNames(placeholders.names())
        .expressionAttributeValues(placeholders.values())
        .returnValues(ReturnValue.ALL_OLD)
        .returnValuesOnConditionCheckFailure(CURRENT)
        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
        .build();
  }

  static UpdateItemRequest updateItem(Write write) {
    Placeholders placeholders = new Placeholders();
    return UpdateItemRequest.builder()
        .tableName(write.table().name())
        .key(write.storedKey().attributes())
        .updateExpression(placeholders.text(write.update().orElseThrow()))
        .conditionExpression(placeholders.text(write.storedCondition()))
        .expressionAttributeNames(placeholders.names())
        .expressionAttributeValues(placeholders.values())
        .returnValues(ReturnValue.ALL_NEW)
        .returnValuesOnConditionCheckFailure(CURRENT)
        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
        .build();
  }

  static DeleteItemRequest deleteItem(Write write) {
    Placeholders placeholders = new Placeholders();
    return DeleteItemRequest.builder()
        .tableName(write.table().name())
        .key(write.storedKey().attributes())
        .conditionExpression(placeholders.text(write.storedCondition()))
        .expressionAttributeNames(placeholders.names())
        .expressionAttributeValues(placeholders.values())
        .returnValuesOnConditionCheckFailure(CURRENT)
        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
        .build();
  }

  /**
   * Builds the element of TransactWriteItems for a write or check.
   *
   * @param withItem whether DynamoDB returns the current item if the condition does not hold
   */
  static TransactWriteItem transacted(Write write, boolean withItem) {
    ReturnValuesOnConditionCheckFailure returned =
        withItem ? CURRENT : ReturnValuesOnConditionCheckFailure.NONE;
    Placeholders placeholders = new Placeholders();
    String update = write.update().map(placeholders::text).orElse(null);
    String condition = placeholders.text(write.storedCondition());
    TransactWriteItem.Builder transacted = TransactWriteItem.builder();
    switch (write.action()) {
      case PUT ->
          transacted.put(
              put ->
                  put.tableName(write.table().name())
                      .item(write.storedItem().attributes())
                      .conditionExpression(condition)
                      .expressionAttributeNames(placeholders.names())
                      .expressionAttributeValues(placeholders.values())
                      .returnValuesOnConditionCheckFailure(returned));
      case UPDATE ->
          transacted.update(
              change ->
                  change
                      .tableName(write.table().name())
                      .key(write.storedKey().attributes())
                      .updateExpression(update)
                      .conditionExpression(condition)
                      .expressionAttributeNames(placeholders.names())
                      .expressionAttributeValues(placeholders.values())
                      .returnValuesOnConditionCheckFailure(returned));
      case DELETE ->
          transacted.delete(
              delete ->
                  delete
                      .tableName(write.table().name())
                      .key(write.storedKey().attributes())
                      .conditionExpression(condition)
                      .expressionAttributeNames(placeholders.names())
                      .expressionAttributeValues(placeholders.values())
                      .returnValuesOnConditionCheckFailure(returned));
      case CHECK ->
          transacted.conditionCheck(
              check ->
                  check
                      .tableName(write.table().name())
                      .key(write.storedKey().attributes())
                      .conditionExpression(condition)
                      .expressionAttributeNames(placeholders.names())
                      .expressionAttributeValues(placeholders.values())
                      .returnValuesOnConditionCheckFailure(returned));
    }
    return transacted.build();
  }
}
