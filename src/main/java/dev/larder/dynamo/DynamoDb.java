package dev.larder.dynamo;

import dev.larder.http.ProblemException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Calls DynamoDB, adds up what that costs, and says in Larder's terms what went wrong.
 *
 * <p>Reads throw a {@link ProblemException}: {@code throttled}, {@code unavailable}, or {@code
 * internal} where the function is set up wrongly. Writes throw the same; {@code outcome-unknown}
 * where the write may or may not have happened; {@code invalid-item} and {@code item-too-large}
 * where DynamoDB refuses the item.
 */
@Singleton
public class DynamoDb {
  private static final ReturnValuesOnConditionCheckFailure CURRENT =
      ReturnValuesOnConditionCheckFailure.ALL_OLD;

  private final DynamoDbClient client;
  private final Cost cost;

  DynamoDb(DynamoDbClient client, Cost cost) {
    this.client = client;
    this.cost = cost;
  }

  /** Makes a call that changes nothing. */
  public <T extends DynamoDbResponse> T read(Function<DynamoDbClient, T> call) {
    try {
      return measured(true, call);
    } catch (SdkException e) {
      throw Failures.ofRead(e);
    }
  }

  /** Makes a call and counts it. */
  <T extends DynamoDbResponse> T measured(boolean reads, Function<DynamoDbClient, T> call) {
    long start = System.nanoTime();
    T response = null;
    try {
      response = call.apply(client);
      if (isUnfinished(response)) {
        cost.addThrottled();
      }
      return response;
    } catch (SdkException e) {
      if (Failures.isThrottling(e)) {
        cost.addThrottled();
      }
      throw e;
    } finally {
      cost.add(reads, response, System.nanoTime() - start);
    }
  }

  private static boolean isUnfinished(DynamoDbResponse response) {
    return (response instanceof BatchGetItemResponse read && !read.unprocessedKeys().isEmpty())
        || (response instanceof BatchWriteItemResponse write
            && !write.unprocessedItems().isEmpty());
  }

  /** The item of a key. */
  public Optional<Item> get(String table, Item key, boolean consistent, Projection projection) {
    Placeholders placeholders = new Placeholders();
    GetItemResponse response =
        read(
            client ->
                client.getItem(
                    request ->
                        request
                            .tableName(table)
                            .key(key.attributes())
                            .consistentRead(consistent)
                            .projectionExpression(placeholders.text(projection))
                            .expressionAttributeNames(placeholders.names())
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
    return response.hasItem() ? Optional.of(Item.of(response.item())) : Optional.empty();
  }

  /** Makes a Query, or a Scan where there is no key condition. */
  public Reading.Run run(Reading reading) {
    return reading.key().equals(Condition.ALWAYS) ? scan(reading) : query(reading);
  }

  private Reading.Run query(Reading reading) {
    Placeholders placeholders = new Placeholders();
    QueryResponse response =
        read(
            client ->
                client.query(
                    request ->
                        request
                            .tableName(reading.table())
                            .indexName(reading.index().orElse(null))
                            .keyConditionExpression(placeholders.text(reading.key()))
                            .filterExpression(placeholders.text(reading.filter()))
                            .projectionExpression(placeholders.text(reading.projection()))
                            .expressionAttributeNames(placeholders.names())
                            .expressionAttributeValues(placeholders.values())
                            .scanIndexForward(!reading.descending())
                            .consistentRead(reading.consistent())
                            .limit(reading.limit())
                            .exclusiveStartKey(start(reading))
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
    return run(response.items(), response.lastEvaluatedKey(), response.scannedCount());
  }

  private Reading.Run scan(Reading reading) {
    Placeholders placeholders = new Placeholders();
    ScanResponse response =
        read(
            client ->
                client.scan(
                    request ->
                        request
                            .tableName(reading.table())
                            .indexName(reading.index().orElse(null))
                            .filterExpression(placeholders.text(reading.filter()))
                            .projectionExpression(placeholders.text(reading.projection()))
                            .expressionAttributeNames(placeholders.names())
                            .expressionAttributeValues(placeholders.values())
                            .consistentRead(reading.consistent())
                            .limit(reading.limit())
                            .exclusiveStartKey(start(reading))
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
    return run(response.items(), response.lastEvaluatedKey(), response.scannedCount());
  }

  private static Map<String, AttributeValue> start(Reading reading) {
    return reading.after().map(Item::attributes).orElse(null);
  }

  private static Reading.Run run(
      List<Map<String, AttributeValue>> items, Map<String, AttributeValue> last, int scanned) {
    return new Reading.Run(
        items.stream().map(Item::of).toList(),
        last.isEmpty() ? Optional.empty() : Optional.of(Item.of(last)),
        scanned);
  }

  /**
   * Makes a put or a delete.
   *
   * @return the item that was there before a put, if there was one; a delete does not say
   * @throws ConditionFailed where the condition of the write does not hold; nothing was written
   */
  public Optional<Item> write(Write write) {
    try {
      return switch (write.action()) {
        case PUT -> put(write);
        case DELETE -> delete(write);
        case CHECK -> throw new IllegalArgumentException("A check is for transactions");
      };
    } catch (ConditionalCheckFailedException e) {
      throw new ConditionFailed(e.hasItem() ? Item.of(e.item()) : null);
    } catch (SdkException e) {
      throw Failures.ofWrite(e);
    }
  }

  private Optional<Item> put(Write write) {
    Placeholders placeholders = new Placeholders();
    PutItemResponse response =
        measured(
            false,
            client ->
                client.putItem(
                    request ->
                        request
                            .tableName(write.table())
                            .item(write.item().orElseThrow().attributes())
                            .conditionExpression(placeholders.text(write.condition()))
                            .expressionAttributeNames(placeholders.names())
                            .expressionAttributeValues(placeholders.values())
                            .returnValues(ReturnValue.ALL_OLD)
                            .returnValuesOnConditionCheckFailure(CURRENT)
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
    return response.hasAttributes()
        ? Optional.of(Item.of(response.attributes()))
        : Optional.empty();
  }

  private Optional<Item> delete(Write write) {
    Placeholders placeholders = new Placeholders();
    measured(
        false,
        client ->
            client.deleteItem(
                request ->
                    request
                        .tableName(write.table())
                        .key(write.key().attributes())
                        .conditionExpression(placeholders.text(write.condition()))
                        .expressionAttributeNames(placeholders.names())
                        .expressionAttributeValues(placeholders.values())
                        .returnValuesOnConditionCheckFailure(CURRENT)
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
    return Optional.empty();
  }

  /**
   * Makes all of the writes or none, with TransactWriteItems; at most 100, of different items.
   *
   * @throws TransactionFailed where one of them could not be made; nothing was written
   */
  void transact(List<Write> writes) {
    List<TransactWriteItem> items = writes.stream().map(DynamoDb::transacted).toList();
    try {
      measured(
          false,
          client ->
              client.transactWriteItems(
                  request ->
                      request
                          .transactItems(items)
                          .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
    } catch (TransactionCanceledException e) {
      throw Failures.ofTransaction(e);
    } catch (SdkException e) {
      throw Failures.ofWrite(e);
    }
  }

  private static TransactWriteItem transacted(Write write) {
    Placeholders placeholders = new Placeholders();
    String condition = placeholders.text(write.condition());
    TransactWriteItem.Builder transacted = TransactWriteItem.builder();
    switch (write.action()) {
      case PUT ->
          transacted.put(
              put ->
                  put.tableName(write.table())
                      .item(write.item().orElseThrow().attributes())
                      .conditionExpression(condition)
                      .expressionAttributeNames(placeholders.names())
                      .expressionAttributeValues(placeholders.values())
                      .returnValuesOnConditionCheckFailure(CURRENT));
      case DELETE ->
          transacted.delete(
              delete ->
                  delete
                      .tableName(write.table())
                      .key(write.key().attributes())
                      .conditionExpression(condition)
                      .expressionAttributeNames(placeholders.names())
                      .expressionAttributeValues(placeholders.values())
                      .returnValuesOnConditionCheckFailure(CURRENT));
      case CHECK ->
          transacted.conditionCheck(
              check ->
                  check
                      .tableName(write.table())
                      .key(write.key().attributes())
                      .conditionExpression(condition)
                      .expressionAttributeNames(placeholders.names())
                      .expressionAttributeValues(placeholders.values())
                      .returnValuesOnConditionCheckFailure(CURRENT));
    }
    return transacted.build();
  }
}
