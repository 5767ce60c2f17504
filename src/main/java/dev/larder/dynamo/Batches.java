package dev.larder.dynamo;

import dev.larder.dynamo.expression.Placeholders;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.KeyIdentity;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Reads and writes many items with one call. What DynamoDB leaves unprocessed is sent again, with
 * exponential backoff and full jitter, until all is processed or the deadline has passed. If the
 * response of a write is lost, only puts that are found in the table count as made: repeating the
 * others could undo what another writer has written since.
 */
@Singleton
public class Batches {
  /** Keys that BatchGetItem accepts. */
  public static final int MAX_READS = 100;

  /** Writes that BatchWriteItem accepts. */
  public static final int MAX_WRITES = 25;

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
   * @param projection must include the key
   * @return the item at each key, or empty if it does not exist; without the keys that could not be
   *     read in time
   * @throws ProblemException as for {@link DynamoDb#read}, or {@code deadline}, if no key could be
   *     read
   */
  public Map<KeyIdentity, Optional<Item>> get(
      StoredTable table, List<Item> keys, boolean consistent, Projection projection) {
    Map<KeyIdentity, Item> pending = new LinkedHashMap<>();
    Map<KeyIdentity, KeyIdentity> all = new HashMap<>();
    for (Item key : keys) {
      Item stored = table.storedKey(key);
      KeyIdentity identity = KeyIdentity.of(stored);
      pending.put(identity, stored);
      all.put(identity, key == stored ? identity : KeyIdentity.of(key));
    }
    Map<KeyIdentity, Optional<Item>> read = new HashMap<>();
    ProblemException problem =
        repeat(
            pending.keySet(), () -> getOnce(table, pending.values(), consistent, projection, read));
    if (!all.isEmpty() && pending.size() == all.size()) {
      throw problem;
    }
    Map<KeyIdentity, Optional<Item>> items = new HashMap<>();
    all.forEach(
        (stored, key) -> {
          if (!pending.containsKey(stored)) {
            items.put(key, read.getOrDefault(stored, Optional.empty()));
          }
        });
    return items;
  }

  /**
   * Adds the items that were found to {@code read}, and returns the unprocessed keys.
   *
   * @param keys as the table stores them
   * @param read by such keys
   */
  private Set<KeyIdentity> getOnce(
      StoredTable table,
      Collection<Item> keys,
      boolean consistent,
      Projection projection,
      Map<KeyIdentity, Optional<Item>> read) {
    Item anyKey = keys.iterator().next();
    Placeholders placeholders = new Placeholders();
    KeysAndAttributes wanted =
        KeysAndAttributes.builder()
            .keys(keys.stream().map(Item::attributes).toList())
            .consistentRead(consistent)
            .projectionExpression(placeholders.text(table.stored(projection)))
            .expressionAttributeNames(placeholders.names())
            .build();
    BatchGetItemResponse response =
        dynamoDb.readOnce(
            client ->
                client.batchGetItem(
                    request ->
                        request
                            .requestItems(Map.of(table.name(), wanted))
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
    response.responses().values().stream()
        .flatMap(List::stream)
        .forEach(found -> read.put(KeyIdentity.of(anyKey, found), table.shown(Item.of(found))));
    return response.unprocessedKeys().values().stream()
        .flatMap(unprocessed -> unprocessed.keys().stream())
        .map(key -> KeyIdentity.of(anyKey, key))
        .collect(Collectors.toSet());
  }

  /**
   * Makes up to {@link #MAX_WRITES} unconditional puts and deletes of different items in one table.
   * Each succeeds or fails by itself.
   *
   * @return for each write, in order, the problem if it failed; empty if it succeeded. The problems
   *     are those of {@link DynamoDb#write}, and {@code deadline} if time ran out before the call.
   */
  public List<Optional<ProblemException>> write(List<Write> writes) {
    Map<KeyIdentity, Write> pending = new LinkedHashMap<>();
    writes.forEach(write -> pending.put(KeyIdentity.of(write.storedKey()), write));
    if (pending.size() < writes.size()) {
      throw new IllegalArgumentException("A batch has two writes of the same item");
    }
    List<KeyIdentity> all = List.copyOf(pending.keySet());
    Map<KeyIdentity, ProblemException> failed = new HashMap<>();
    write(pending, failed);
    return all.stream().map(key -> Optional.ofNullable(failed.get(key))).toList();
  }

  /**
   * DynamoDB rejects a whole batch for one invalid item. Halving the batch repeatedly isolates that
   * item.
   */
  private void write(Map<KeyIdentity, Write> pending, Map<KeyIdentity, ProblemException> failed) {
    ProblemException problem = repeat(pending.keySet(), () -> writeOnce(pending.values()));
    if (pending.size() > 1 && DynamoDbErrors.isOfContent(problem)) {
      Map<KeyIdentity, Write> half = new LinkedHashMap<>();
      pending.entrySet().stream()
          .limit(pending.size() / 2)
          .forEach(entry -> half.put(entry.getKey(), entry.getValue()));
      pending.keySet().removeAll(half.keySet());
      write(half, failed);
      write(pending, failed);
    } else {
      if (problem != null && problem.type() == ProblemType.OUTCOME_UNKNOWN) {
        removeFound(pending, problem);
      }
      pending.keySet().forEach(key -> failed.put(key, problem));
    }
  }

  /** Removes the puts that the table shows to have succeeded. */
  private void removeFound(Map<KeyIdentity, Write> pending, ProblemException doubt) {
    if (!puts(pending).isEmpty()) {
      dynamoDb.look(
          doubt,
          () -> {
            Map<KeyIdentity, Optional<Item>> read = versions(puts(pending));
            pending
                .entrySet()
                .removeIf(
                    entry ->
                        read.getOrDefault(entry.getKey(), Optional.empty())
                            .filter(entry.getValue()::wrote)
                            .isPresent());
            return puts(pending).isEmpty();
          });
    }
  }

  private static List<Write> puts(Map<KeyIdentity, Write> pending) {
    return pending.values().stream().filter(each -> each.item().isPresent()).toList();
  }

  private Map<KeyIdentity, Optional<Item>> versions(List<Write> puts) {
    List<Item> keys = puts.stream().map(Write::storedKey).toList();
    List<String> needed = new ArrayList<>(keys.get(0).attributes().keySet());
    needed.add(Write.VERSION);
    Map<KeyIdentity, Optional<Item>> read = new HashMap<>();
    getOnce(puts.get(0).table(), keys, true, Projection.ofAttributes(needed), read);
    return read;
  }

  /** Makes one call and returns the keys of unprocessed writes. */
  private Set<KeyIdentity> writeOnce(Collection<Write> writes) {
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
                              .requestItems(Map.of(any.table().name(), requests))
                              .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
    } catch (SdkException e) {
      throw DynamoDbErrors.ofWrite(e);
    }
    return response.unprocessedItems().values().stream()
        .flatMap(List::stream)
        .map(unprocessed -> KeyIdentity.of(any.storedKey(), attributes(unprocessed)))
        .collect(Collectors.toSet());
  }

  private static WriteRequest request(Write write) {
    return write
        .item()
        .map(
            item ->
                WriteRequest.builder()
                    .putRequest(put -> put.item(write.storedItem().attributes()))
                    .build())
        .orElseGet(
            () ->
                WriteRequest.builder()
                    .deleteRequest(delete -> delete.key(write.storedKey().attributes()))
                    .build());
  }

  private static Map<String, AttributeValue> attributes(WriteRequest request) {
    return request.putRequest() != null
        ? request.putRequest().item()
        : request.deleteRequest().key();
  }

  /**
   * Repeats a call until nothing is pending.
   *
   * @param pending the keys to process; processed ones are removed
   * @param call makes the call and returns the unprocessed keys
   * @return why the rest is still pending; null if nothing is
   */
  private ProblemException repeat(Set<KeyIdentity> pending, Supplier<Set<KeyIdentity>> call) {
    ProblemException problem = null;
    for (int attempt = 0; !pending.isEmpty(); attempt++) {
      if (!(attempt == 0 ? deadline.allowsCall() : backoff.pause(attempt - 1))) {
        return problem == null ? DynamoDbErrors.deadlineBeforeCall() : problem;
      }
      try {
        if (pending.retainAll(call.get())) {
          attempt = 0;
        }
        problem = DynamoDbErrors.throttled(null);
      } catch (ProblemException e) {
        if (e.type() != ProblemType.THROTTLED && e.type() != ProblemType.UNAVAILABLE) {
          return e;
        }
        problem = e;
      }
    }
    return null;
  }
}
