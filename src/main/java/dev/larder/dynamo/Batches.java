package dev.larder.dynamo;

import dev.larder.http.ProblemException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Reads and writes many items with one call. What DynamoDB leaves unprocessed is asked for again,
 * with exponential backoff and full jitter, until it is done or the deadline is over.
 */
@Singleton
public class Batches {
  /** Items that BatchGetItem takes. */
  public static final int MAX_READS = 100;

  /** Items that BatchWriteItem takes. */
  public static final int MAX_WRITES = 25;

  private static final long MAX_CALL_MILLIS = 10_000;

  private final DynamoDb dynamoDb;
  private final Deadline deadline;
  private final Backoff backoff;

  Batches(DynamoDb dynamoDb, Deadline deadline) {
    this.dynamoDb = dynamoDb;
    this.deadline = deadline;
    this.backoff = new Backoff(deadline);
  }

  /**
   * Reads the items of up to {@link #MAX_READS} different keys.
   *
   * @param projection includes the key
   * @return what there is at each key, by the key's {@link ItemDigest}; a key that could not be
   *     read in time is not among them
   * @throws ProblemException as for every read, where none could be read
   */
  public Map<String, Optional<Item>> get(
      String table, List<Item> keys, boolean consistent, Projection projection) {
    Map<String, Item> pending = new LinkedHashMap<>();
    keys.forEach(key -> pending.put(ItemDigest.of(key), key));
    Map<String, Optional<Item>> read = new LinkedHashMap<>();
    ProblemException problem = null;
    for (int attempt = 0; !pending.isEmpty(); attempt++) {
      try {
        Collection<Item> unread =
            getOnce(table, pending.values(), consistent, projection, keys.get(0), read);
        Map<String, Item> left = new LinkedHashMap<>();
        unread.forEach(key -> left.put(ItemDigest.of(key), key));
        pending.keySet().forEach(key -> markRead(read, left, key));
        boolean progress = left.size() < pending.size();
        pending.keySet().retainAll(left.keySet());
        problem = null;
        if (progress) {
          attempt = 0;
        }
      } catch (ProblemException e) {
        if (!isRetryable(e)) {
          throw e;
        }
        problem = e;
      }
      if (!pending.isEmpty() && !backoff.pause(attempt)) {
        break;
      }
    }
    if (read.isEmpty() && !keys.isEmpty()) {
      throw problem == null ? Failures.throttled(null) : problem;
    }
    return read;
  }

  private static void markRead(
      Map<String, Optional<Item>> read, Map<String, Item> left, String key) {
    if (!left.containsKey(key)) {
      read.putIfAbsent(key, Optional.empty());
    }
  }

  /** Adds what was found to {@code read}, and returns the keys that were not read. */
  private Collection<Item> getOnce(
      String table,
      Collection<Item> keys,
      boolean consistent,
      Projection projection,
      Item anyKey,
      Map<String, Optional<Item>> read) {
    Placeholders placeholders = new Placeholders();
    KeysAndAttributes wanted =
        KeysAndAttributes.builder()
            .keys(keys.stream().map(Item::attributes).toList())
            .consistentRead(consistent)
            .projectionExpression(placeholders.text(projection))
            .expressionAttributeNames(placeholders.names())
            .build();
    BatchGetItemResponse response =
        dynamoDb.read(
            client ->
                client.batchGetItem(
                    request ->
                        request
                            .requestItems(Map.of(table, wanted))
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                            .overrideConfiguration(call -> call.apiCallTimeout(callTime()))));
    response
        .responses()
        .values()
        .forEach(
            items ->
                items.forEach(
                    attributes ->
                        read.put(
                            ItemDigest.of(part(anyKey, attributes)),
                            Optional.of(Item.of(attributes)))));
    return response.unprocessedKeys().values().stream()
        .flatMap(unprocessed -> unprocessed.keys().stream())
        .map(Item::of)
        .toList();
  }

  /**
   * Makes up to {@link #MAX_WRITES} puts and deletes of different items of one table, without
   * conditions, each for itself.
   *
   * @return for each write, in their order, why it was not made; empty where it was
   */
  public List<Optional<ProblemException>> write(List<Write> writes) {
    Map<String, Write> pending = new LinkedHashMap<>();
    writes.forEach(write -> pending.put(ItemDigest.of(write.key()), write));
    if (pending.size() < writes.size()) {
      throw new IllegalArgumentException("Two writes of one item in a batch");
    }
    Map<String, ProblemException> failed = new LinkedHashMap<>();
    ProblemException problem = Failures.throttled(null);
    for (int attempt = 0; !pending.isEmpty(); attempt++) {
      try {
        int before = pending.size();
        pending.keySet().retainAll(writeOnce(pending.values()));
        problem = Failures.throttled(null);
        if (pending.size() < before) {
          attempt = 0;
        }
      } catch (ProblemException e) {
        if (e.type().status() < 500) {
          writeEach(pending, failed);
          break;
        }
        problem = e;
        if (!isRetryable(e)) {
          break;
        }
      }
      if (!pending.isEmpty() && !backoff.pause(attempt)) {
        break;
      }
    }
    for (String unwritten : pending.keySet()) {
      failed.put(unwritten, problem);
    }
    return writes.stream()
        .map(write -> Optional.ofNullable(failed.get(ItemDigest.of(write.key()))))
        .toList();
  }

  /** Returns the digests of the keys that were left unprocessed. */
  private Collection<String> writeOnce(Collection<Write> writes) {
    Write any = writes.iterator().next();
    List<WriteRequest> requests = writes.stream().map(Batches::request).toList();
    BatchWriteItemResponse response;
    try {
      response =
          dynamoDb.measured(
              false,
              client ->
                  client.batchWriteItem(
                      request ->
                          request
                              .requestItems(Map.of(any.table(), requests))
                              .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                              .overrideConfiguration(call -> call.apiCallTimeout(callTime()))));
    } catch (SdkException e) {
      throw Failures.ofWrite(e);
    }
    return response.unprocessedItems().values().stream()
        .flatMap(List::stream)
        .map(unprocessed -> ItemDigest.of(part(any.key(), attributes(unprocessed))))
        .collect(Collectors.toSet());
  }

  private static WriteRequest request(Write write) {
    return write
        .item()
        .map(item -> WriteRequest.builder().putRequest(put -> put.item(item.attributes())).build())
        .orElseGet(
            () ->
                WriteRequest.builder()
                    .deleteRequest(delete -> delete.key(write.key().attributes()))
                    .build());
  }

  private static Map<String, AttributeValue> attributes(WriteRequest request) {
    return request.putRequest() != null
        ? request.putRequest().item()
        : request.deleteRequest().key();
  }

  /** DynamoDB refuses a batch whole for one bad item in it; each for itself tells which. */
  private void writeEach(Map<String, Write> pending, Map<String, ProblemException> failed) {
    List<String> keys = new ArrayList<>(pending.keySet());
    for (String key : keys) {
      if (deadline.isOver()) {
        return;
      }
      try {
        dynamoDb.write(pending.get(key));
      } catch (ProblemException e) {
        failed.put(key, e);
      }
      pending.remove(key);
    }
  }

  /** The part of an item that has the names of a key. */
  private static Item part(Item key, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> part = new LinkedHashMap<>();
    key.attributes().keySet().forEach(name -> part.put(name, attributes.get(name)));
    return Item.of(part);
  }

  private Duration callTime() {
    long millis = Math.min(deadline.remaining().toMillis(), MAX_CALL_MILLIS);
    return Duration.ofMillis(Math.max(millis, 1));
  }

  private static boolean isRetryable(ProblemException problem) {
    return switch (problem.type()) {
      case THROTTLED, UNAVAILABLE, OUTCOME_UNKNOWN -> true;
      default -> false;
    };
  }
}
