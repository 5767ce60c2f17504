package dev.larder.dynamo;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Placeholders;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
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
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Calls DynamoDB, records what the calls cost, and converts errors to problems.
 *
 * <p>A call that fails with a transient error is repeated, up to {@value #MAX_ATTEMPTS} attempts in
 * all, with exponential backoff and full jitter, while time is left. A write with an unknown
 * outcome is repeated only if it cannot take effect twice, as DynamoDB advises for errors with
 * status 500; then all the time that is left is used, since giving up would leave the caller in
 * doubt.
 *
 * <p>Reads throw a {@link ProblemException}: {@code throttled}, {@code unavailable}, {@code
 * deadline}, or {@code internal} if the function is not set up correctly or cannot read DynamoDB's
 * response. Writes throw the same if nothing was written; {@code outcome-unknown} if the write may
 * or may not have taken effect; {@code invalid-item} or {@code item-too-large} if DynamoDB rejects
 * the item.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Error
 *     handling with DynamoDB</a>
 */
@Singleton
public class DynamoDb {
  static final int MAX_ATTEMPTS = 3;

  /**
   * Reads that look for a write whose response was lost. The request may still be on its way when
   * the first of them responds.
   */
  private static final int MAX_LOOKS = 3;

  /** The units of a strongly consistent read of 400 KB, DynamoDB's largest item. */
  public static final double LARGEST_READ = 100;

  /** How many items a Query reads at once that looks for one. */
  private static final int MOST_OF_ONE = 10;

  private static final List<String> VERSIONED = List.of(Write.VERSION);

  private final DynamoDbClient client;
  private final RequestCost cost;
  private final Deadline deadline;
  private final Backoff backoff;

  @Inject
  DynamoDb(DynamoDbClientProducer clients, RequestCost cost, Deadline deadline) {
    this(clients.own(), cost, deadline);
  }

  DynamoDb(DynamoDbClient client, RequestCost cost, Deadline deadline) {
    this.client = client;
    this.cost = cost;
    this.deadline = deadline;
    this.backoff = new Backoff(deadline);
  }

  /** Makes a call that changes nothing, and repeats it after transient errors. */
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

  /** Waits for the next attempt; false if there will be none. */
  private boolean isWorthAnother(ProblemException problem, int attempt) {
    return attempt < MAX_ATTEMPTS - 1 && isWorthAllTime(problem, attempt);
  }

  /** Waits for the next attempt, however many there were; false if there will be none. */
  private boolean isWorthAllTime(ProblemException problem, int attempt) {
    return problem.type().isTransient() && backoff.pause(attempt);
  }

  /** Makes a call that changes nothing, without repeating it. */
  <T extends DynamoDbResponse> T readOnce(Function<DynamoDbClient, T> call) {
    requireTime();
    try {
      return measured(true, call);
    } catch (SdkException e) {
      throw deadline.isOver() ? DynamoDbErrors.deadlineDuringRead(e) : DynamoDbErrors.ofRead(e);
    }
  }

  private void requireTime() {
    if (!deadline.allowsCall()) {
      throw DynamoDbErrors.deadlineBeforeCall();
    }
  }

  /** Makes a call and adds it to the request's cost. */
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

  /** Whether the current request has consumed this many read units, or more. */
  public boolean hasRead(double units) {
    return cost.read() >= units;
  }

  /** Reads an item by key; empty if it does not exist. */
  public Optional<Item> get(
      StoredTable table, Item key, boolean consistent, Projection projection) {
    Optional<Condition> part = table.partOf(key);
    if (part.isPresent()) {
      return find(table, part.get(), consistent, projection);
    }
    GetItemRequest request = request(table, key, consistent, projection);
    return item(read(client -> client.getItem(request))).flatMap(table::shown);
  }

  /** Reads the only item of a part of an item collection. */
  private Optional<Item> find(
      StoredTable table, Condition key, boolean consistent, Projection projection) {
    List<Item> found = new ArrayList<>();
    Optional<Item> after = Optional.empty();
    do {
      TableRead.Result result =
          run(
              new TableRead(
                  table,
                  Optional.empty(),
                  key,
                  Condition.ALWAYS,
                  projection,
                  false,
                  consistent,
                  MOST_OF_ONE,
                  after));
      found.addAll(result.items());
      after = result.last();
    } while (after.isPresent() && found.size() < 2);
    if (found.size() > 1) {
      throw DynamoDbErrors.severalItems();
    }
    return found.stream().findFirst();
  }

  /** Reads an item by key, without repeating the call; empty if it does not exist. */
  public Optional<Item> getOnce(
      StoredTable table, Item key, boolean consistent, Projection projection) {
    GetItemRequest request = request(table, key, consistent, projection);
    return item(readOnce(client -> client.getItem(request))).flatMap(table::shown);
  }

  private static GetItemRequest request(
      StoredTable table, Item key, boolean consistent, Projection projection) {
    GetItemRequest.Builder request =
        GetItemRequest.builder()
            .tableName(table.name())
            .key(table.storedKey(key).attributes())
            .consistentRead(consistent)
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
    if (!projection.isAll()) {
      Placeholders placeholders = new Placeholders();
      request
          .projectionExpression(placeholders.text(table.stored(projection)))
          .expressionAttributeNames(placeholders.names());
    }
    return request.build();
  }

  private static Optional<Item> item(GetItemResponse response) {
    return response.hasItem() ? Optional.of(Item.of(response.item())) : Optional.empty();
  }

  /**
   * Makes a Query, or a Scan if the read has no key condition.
   *
   * @throws IndexRejectedException if DynamoDB rejects the read of an index as invalid
   */
  public TableRead.Result run(TableRead reading) {
    return reading.key().isAlways() ? scan(reading) : query(reading);
  }

  private TableRead.Result query(TableRead reading) {
    QueryResponse response =
        read(client -> accepted(reading, () -> client.query(DynamoDbRequests.query(reading))));
    return run(reading, response.items(), response.lastEvaluatedKey(), response.scannedCount());
  }

  private TableRead.Result scan(TableRead reading) {
    ScanResponse response =
        read(client -> accepted(reading, () -> client.scan(DynamoDbRequests.scan(reading))));
    return run(reading, response.items(), response.lastEvaluatedKey(), response.scannedCount());
  }

  /**
   * Makes a Query, or a Scan, that returns the number of items alone.
   *
   * @param reading with {@link Projection#ALL}
   * @throws IndexRejectedException as {@link #run}
   */
  public TableRead.Count count(TableRead reading) {
    if (reading.key().isAlways()) {
      ScanRequest request = DynamoDbRequests.scan(reading).copy(scan -> scan.select(Select.COUNT));
      ScanResponse response = read(client -> accepted(reading, () -> client.scan(request)));
      return new TableRead.Count(
          response.count(), last(response.lastEvaluatedKey()), response.scannedCount());
    }
    QueryRequest request =
        DynamoDbRequests.query(reading).copy(query -> query.select(Select.COUNT));
    QueryResponse response = read(client -> accepted(reading, () -> client.query(request)));
    return new TableRead.Count(
        response.count(), last(response.lastEvaluatedKey()), response.scannedCount());
  }

  /** Tells the rejection of an index from other failures, by its code alone. */
  private static <T> T accepted(TableRead reading, Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      if (reading.index().isPresent() && DynamoDbErrors.isValidation(e)) {
        throw new IndexRejectedException(DynamoDbErrors.ofRead(e));
      }
      throw e;
    }
  }

  private static TableRead.Result run(
      TableRead reading,
      List<Map<String, AttributeValue>> items,
      Map<String, AttributeValue> last,
      int scanned) {
    return new TableRead.Result(
        items.stream().map(Item::of).flatMap(each -> reading.table().shown(each).stream()).toList(),
        last(last),
        scanned);
  }

  private static Optional<Item> last(Map<String, AttributeValue> evaluated) {
    return evaluated.isEmpty() ? Optional.empty() : Optional.of(Item.of(evaluated));
  }

  /**
   * Makes a put, an update or a delete without companions.
   *
   * @return for a put, the item that it replaced, or the item that it wrote if the response was
   *     lost and the table contains that item; for an update, the updated item; else empty, and
   *     always for a delete
   * @throws OutdatedWriteException if the item has changed since the write was made
   * @throws ConditionFailedException if the condition of the write does not hold otherwise; nothing
   *     was written
   */
  public Optional<Item> write(Write write) {
    ProblemException doubt = null;
    for (int attempt = 0; ; attempt++) {
      try {
        return writeOnce(write);
      } catch (ConditionFailedException e) {
        if (doubt == null) {
          throw write.isOutdated(e.current()) ? new OutdatedWriteException() : e;
        }
        return Optional.of(
            write.createsUnderNewKey()
                ? write.item().orElseThrow()
                : proof(write, e.current(), doubt));
      } catch (ProblemException e) {
        if (e.type() == ProblemType.OUTCOME_UNKNOWN) {
          doubt = e;
        }
        if (doubt == null) {
          if (!isWorthAnother(e, attempt)) {
            throw e;
          }
        } else if (!write.isSafeToRetry() || !isWorthAllTime(e, attempt)) {
          return Optional.of(proof(write, found(write, doubt), doubt));
        }
      }
    }
  }

  /** Returns the item that was written if the table contains it, else throws the doubt. */
  private static Item proof(Write write, Optional<Item> current, ProblemException doubt) {
    Item written = current.filter(write::wrote).orElseThrow(() -> doubt);
    return write.item().orElse(written);
  }

  /** Returns what is stored for a write whose response was lost, as {@link #look} has seen it. */
  private Optional<Item> found(Write write, ProblemException doubt) {
    if (write.version().isEmpty()) {
      return Optional.empty();
    }
    Projection needed =
        write.action() == Write.Action.PUT ? Projection.ofAttributes(VERSIONED) : Projection.ALL;
    AtomicReference<Optional<Item>> current = new AtomicReference<>(Optional.empty());
    look(
        doubt,
        () -> {
          current.set(getOnce(write.table(), write.key(), true, needed));
          return current.get().filter(write::wrote).isPresent();
        });
    return current.get();
  }

  /**
   * Looks for writes whose response was lost, until they are there, or {@value #MAX_LOOKS} reads
   * have responded without them, or the time is over.
   *
   * @param doubt gets the problems of reads as suppressed exceptions
   * @param read reads once, and returns whether all writes are there
   */
  void look(ProblemException doubt, BooleanSupplier read) {
    int looks = 0;
    for (int attempt = 0; ; attempt++) {
      try {
        if (read.getAsBoolean() || ++looks == MAX_LOOKS) {
          return;
        }
      } catch (ProblemException e) {
        doubt.addSuppressed(e);
        if (!e.type().isTransient()) {
          return;
        }
      }
      if (!backoff.pause(attempt)) {
        return;
      }
    }
  }

  private Optional<Item> writeOnce(Write write) {
    requireTime();
    try {
      return switch (write.action()) {
        case PUT -> put(write);
        case UPDATE -> Optional.of(update(write));
        case DELETE -> delete(write);
        case CHECK -> throw new IllegalArgumentException("Only a transaction can have a check");
      };
    } catch (ConditionalCheckFailedException e) {
      Optional<Item> found = e.hasItem() ? Optional.of(Item.of(e.item())) : Optional.empty();
      if (write.metOtherItem(found)) {
        return withoutOtherItem(write);
      }
      throw new ConditionFailedException(found.flatMap(write.table()::shown).orElse(null));
    } catch (SdkException e) {
      throw DynamoDbErrors.ofWrite(e);
    }
  }

  /** An item of another collection is not there for a delete, but a put cannot take its place. */
  private static Optional<Item> withoutOtherItem(Write write) {
    if (write.item().isPresent()) {
      throw DynamoDbErrors.otherItem();
    }
    return Optional.empty();
  }

  private Optional<Item> put(Write write) {
    PutItemRequest request = DynamoDbRequests.putItem(write);
    PutItemResponse response = measured(false, client -> client.putItem(request));
    return response.hasAttributes()
        ? write.table().shown(Item.of(response.attributes()))
        : Optional.empty();
  }

  private Item update(Write write) {
    UpdateItemRequest request = DynamoDbRequests.updateItem(write);
    UpdateItemResponse response = measured(false, client -> client.updateItem(request));
    return write.table().shown(Item.of(response.attributes())).orElseThrow();
  }

  private Optional<Item> delete(Write write) {
    DeleteItemRequest request = DynamoDbRequests.deleteItem(write);
    measured(false, client -> client.deleteItem(request));
    return Optional.empty();
  }

  /**
   * Makes all writes or none, with TransactWriteItems: at most 100, of different items.
   *
   * @throws TransactionFailedException if one of the writes failed; nothing was written
   */
  void transact(List<Write> writes) {
    try {
      transact(writes, true);
    } catch (ProblemException e) {
      if (!DynamoDbErrors.isUnknownValidation(e)) {
        throw e;
      }
      // The items whose conditions do not hold may be too large for one response.
      transact(writes, false);
    }
  }

  private void transact(List<Write> writes, boolean withItems) {
    TransactWriteItemsRequest request =
        TransactWriteItemsRequest.builder()
            .transactItems(
                writes.stream()
                    .map(write -> DynamoDbRequests.transacted(write, withItems))
                    .toList())
            // With the token, the transaction takes effect once, however often it is sent.
            .clientRequestToken(UUID.randomUUID().toString())
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
            .build();
    ProblemException doubt = null;
    for (int attempt = 0; ; attempt++) {
      try {
        transactOnce(request, writes, withItems);
        return;
      } catch (TransactionFailedException e) {
        if (doubt == null) {
          throw e;
        }
        // The attempt in doubt may still be in progress, or another writer may have changed an item
        // since.
        throw doubt;
      } catch (ProblemException e) {
        if (e.type() == ProblemType.OUTCOME_UNKNOWN) {
          doubt = e;
        }
        if (doubt == null ? !isWorthAnother(e, attempt) : !isWorthAllTime(e, attempt)) {
          throw doubt == null ? e : doubt;
        }
      }
    }
  }

  private void transactOnce(
      TransactWriteItemsRequest request, List<Write> writes, boolean withItems) {
    requireTime();
    try {
      measured(false, client -> client.transactWriteItems(request));
    } catch (TransactionCanceledException e) {
      throw DynamoDbErrors.ofTransaction(e, writes, withItems);
    } catch (SdkException e) {
      throw DynamoDbErrors.ofWrite(e);
    }
  }
}
