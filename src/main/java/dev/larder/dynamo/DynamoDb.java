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
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
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
    return item(read(client -> client.getItem(request(table, key, consistent, projection))));
  }

  /** The item of a key, asked for in one attempt. */
  public Optional<Item> getOnce(String table, Item key, boolean consistent, Projection projection) {
    return item(readOnce(client -> client.getItem(request(table, key, consistent, projection))));
  }

  private static GetItemRequest request(
      String table, Item key, boolean consistent, Projection projection) {
    GetItemRequest.Builder request =
        GetItemRequest.builder()
            .tableName(table)
            .key(key.attributes())
            .consistentRead(consistent)
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
    if (!projection.isAll()) {
      Placeholders placeholders = new Placeholders();
      request
          .projectionExpression(placeholders.text(projection))
          .expressionAttributeNames(placeholders.names());
    }
    return request.build();
  }

  private static Optional<Item> item(GetItemResponse response) {
    return response.hasItem() ? Optional.of(Item.of(response.item())) : Optional.empty();
  }

  /** Makes a Query, or a Scan where there is no key condition. */
  public TableRead.Result run(TableRead reading) {
    return reading.key().equals(Condition.ALWAYS) ? scan(reading) : query(reading);
  }

  private TableRead.Result query(TableRead reading) {
    QueryResponse response = read(client -> client.query(Requests.query(reading)));
    return run(response.items(), response.lastEvaluatedKey(), response.scannedCount());
  }

  private TableRead.Result scan(TableRead reading) {
    ScanResponse response = read(client -> client.scan(Requests.scan(reading)));
    return run(response.items(), response.lastEvaluatedKey(), response.scannedCount());
  }

  private static TableRead.Result run(
      List<Map<String, AttributeValue>> items, Map<String, AttributeValue> last, int scanned) {
    return new TableRead.Result(
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
    PutItemRequest request = Requests.putItem(write);
    PutItemResponse response = measured(false, client -> client.putItem(request));
    return response.hasAttributes()
        ? Optional.of(Item.of(response.attributes()))
        : Optional.empty();
  }

  private Optional<Item> delete(Write write) {
    DeleteItemRequest request = Requests.deleteItem(write);
    measured(false, client -> client.deleteItem(request));
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
            .transactItems(writes.stream().map(Requests::transacted).toList())
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
}
