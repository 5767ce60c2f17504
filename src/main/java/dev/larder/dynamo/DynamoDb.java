package dev.larder.dynamo;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Placeholders;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Calls DynamoDB, adds up what that costs, and says in Larder's terms what went wrong.
 *
 * <p>A call that fails for the moment is made again, up to {@value #MAX_ATTEMPTS} times in all,
 * with exponential backoff and full jitter, while there is time. A write of which it is not known
 * whether it has happened is made again only if it cannot happen twice: DynamoDB's own advice for
 * its errors of status 500.
 *
 * <p>Reads throw a {@link ProblemException}: {@code throttled}, {@code unavailable}, {@code
 * deadline}, or {@code internal} where the function is set up wrongly. Writes throw the same, and
 * then have not happened; {@code outcome-unknown} where the write may or may not have happened;
 * {@code invalid-item} and {@code item-too-large} where DynamoDB refuses the item.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Error
 *     handling with DynamoDB</a>
 */
@Singleton
public class DynamoDb {
  static final int MAX_ATTEMPTS = 3;

  private static final ReturnValuesOnConditionCheckFailure CURRENT =
      ReturnValuesOnConditionCheckFailure.ALL_OLD;

  private static final List<String> VERSIONED = List.of(Write.VERSION);

  private final DynamoDbClient client;
  private final Cost cost;
  private final Deadline deadline;
  private final Backoff backoff;

  DynamoDb(DynamoDbClient client, Cost cost, Deadline deadline) {
    this.client = client;
    this.cost = cost;
    this.deadline = deadline;
    this.backoff = new Backoff(deadline);
  }

  /** Makes a call that changes nothing. */
  public <T extends DynamoDbResponse> T read(Function<DynamoDbClient, T> call) {
    for (int attempt = 0; ; attempt++) {
      try {
        return readOnce(call);
      } catch (ProblemException e) {
        if (!isWorthAnother(e, attempt)) {
          throw e;
        }
      }
    }
  }

  /** Waits for the next attempt, if there is one. */
  private boolean isWorthAnother(ProblemException problem, int attempt) {
    return problem.type().isTransient() && attempt < MAX_ATTEMPTS - 1 && backoff.pause(attempt);
  }

  /** Makes a call that changes nothing, in one attempt. */
  <T extends DynamoDbResponse> T readOnce(Function<DynamoDbClient, T> call) {
    requireTime();
    try {
      return measured(true, call);
    } catch (SdkException e) {
      throw deadline.isOver() ? DynamoDbErrors.cutOff(e) : DynamoDbErrors.ofRead(e);
    }
  }

  private void requireTime() {
    if (!deadline.allowsCall()) {
      throw DynamoDbErrors.late();
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
      if (DynamoDbErrors.isThrottling(e)) {
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
    return item(read(client -> getItem(client, table, key, consistent, projection)));
  }

  /** The item of a key, asked for in one attempt. */
  public Optional<Item> getOnce(String table, Item key, boolean consistent, Projection projection) {
    return item(readOnce(client -> getItem(client, table, key, consistent, projection)));
  }

  private static Optional<Item> item(GetItemResponse response) {
    return response.hasItem() ? Optional.of(Item.of(response.item())) : Optional.empty();
  }

  private static GetItemResponse getItem(
      DynamoDbClient client, String table, Item key, boolean consistent, Projection projection) {
    Placeholders placeholders = new Placeholders();
    return client.getItem(
        request ->
            request
                .tableName(table)
                .key(key.attributes())
                .consistentRead(consistent)
                .projectionExpression(placeholders.text(projection))
                .expressionAttributeNames(placeholders.names())
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
  }

  /** Makes a Query, or a Scan where there is no key condition. */
  public TableRead.Run run(TableRead reading) {
    return reading.key().equals(Condition.ALWAYS) ? scan(reading) : query(reading);
  }

  private TableRead.Run query(TableRead reading) {
    QueryResponse response = read(client -> query(client, reading));
    return run(response.items(), response.lastEvaluatedKey(), response.scannedCount());
  }

  /** Each attempt has placeholders of its own: what was written before would be unused. */
  private static QueryResponse query(DynamoDbClient client, TableRead reading) {
    Placeholders placeholders = new Placeholders();
    return client.query(
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
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
  }

  private TableRead.Run scan(TableRead reading) {
    ScanResponse response = read(client -> scan(client, reading));
    return run(response.items(), response.lastEvaluatedKey(), response.scannedCount());
  }

  /** Each attempt has placeholders of its own: what was written before would be unused. */
  private static ScanResponse scan(DynamoDbClient client, TableRead reading) {
    Placeholders placeholders = new Placeholders();
    return client.scan(
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
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
  }

  private static Map<String, AttributeValue> start(TableRead reading) {
    return reading.after().map(Item::attributes).orElse(null);
  }

  private static TableRead.Run run(
      List<Map<String, AttributeValue>> items, Map<String, AttributeValue> last, int scanned) {
    return new TableRead.Run(
        items.stream().map(Item::of).toList(),
        last.isEmpty() ? Optional.empty() : Optional.of(Item.of(last)),
        scanned);
  }

  /**
   * Makes a put or a delete.
   *
   * @return the item that was there before a put, if there was one, or the item that was put, where
   *     it is found there after its answer was lost; a delete does not say
   * @throws ConditionFailedException where the condition of the write does not hold; nothing was
   *     written
   */
  public Optional<Item> write(Write write) {
    ProblemException doubt = null;
    for (int attempt = 0; ; attempt++) {
      try {
        return writeOnce(write);
      } catch (ConditionFailedException e) {
        if (doubt == null) {
          throw e;
        }
        return Optional.of(proof(write, e.current(), doubt));
      } catch (ProblemException e) {
        if (e.type() == ProblemType.OUTCOME_UNKNOWN) {
          doubt = e;
        }
        boolean repeatable = doubt == null || write.isRepeatable();
        if (!repeatable || !isWorthAnother(e, attempt)) {
          if (doubt == null) {
            throw e;
          }
          return Optional.of(proof(write, found(write, doubt), doubt));
        }
      }
    }
  }

  /** What was put, where it is found there. */
  private static Item proof(Write write, Optional<Item> current, ProblemException doubt) {
    if (current.filter(write::isOf).isEmpty()) {
      throw doubt;
    }
    return write.item().orElseThrow();
  }

  private Optional<Item> found(Write write, ProblemException doubt) {
    if (write.item().isEmpty()) {
      return Optional.empty();
    }
    try {
      return getOnce(write.table(), write.key(), true, Projection.ofAttributes(VERSIONED));
    } catch (ProblemException e) {
      doubt.addSuppressed(e);
      return Optional.empty();
    }
  }

  private Optional<Item> writeOnce(Write write) {
    requireTime();
    try {
      return switch (write.action()) {
        case PUT -> put(write);
        case DELETE -> delete(write);
        case CHECK -> throw new IllegalArgumentException("Only a transaction can have a check");
      };
    } catch (ConditionalCheckFailedException e) {
      throw new ConditionFailedException(e.hasItem() ? Item.of(e.item()) : null);
    } catch (SdkException e) {
      throw DynamoDbErrors.ofWrite(e);
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
   * @throws TransactionFailedException where one of them could not be made; nothing was written
   */
  void transact(List<Write> writes) {
    TransactWriteItemsRequest request =
        TransactWriteItemsRequest.builder()
            .transactItems(writes.stream().map(DynamoDb::transacted).toList())
            // With it the transaction happens once, however often it is sent.
            .clientRequestToken(UUID.randomUUID().toString())
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
            .build();
    ProblemException doubt = null;
    for (int attempt = 0; ; attempt++) {
      try {
        transactOnce(request);
        return;
      } catch (TransactionFailedException e) {
        if (doubt == null) {
          throw e;
        }
        // The attempt in doubt may be under way still, or the change of another come after it.
        throw doubt;
      } catch (ProblemException e) {
        if (e.type() == ProblemType.OUTCOME_UNKNOWN) {
          doubt = e;
        }
        if (!isWorthAnother(e, attempt)) {
          throw doubt == null ? e : doubt;
        }
      }
    }
  }

  private void transactOnce(TransactWriteItemsRequest request) {
    requireTime();
    try {
      measured(false, client -> client.transactWriteItems(request));
    } catch (TransactionCanceledException e) {
      throw DynamoDbErrors.ofTransaction(e);
    } catch (SdkException e) {
      throw DynamoDbErrors.ofWrite(e);
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
