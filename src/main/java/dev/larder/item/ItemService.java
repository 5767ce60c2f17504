package dev.larder.item;

import dev.larder.dynamo.Condition;
import dev.larder.dynamo.ConditionFailed;
import dev.larder.dynamo.Item;
import dev.larder.dynamo.Projection;
import dev.larder.dynamo.Write;
import dev.larder.http.EntityTag;
import dev.larder.http.Preconditions;
import dev.larder.http.ProblemException;
import dev.larder.http.ProblemType;
import dev.larder.idempotency.Answer;
import dev.larder.idempotency.Idempotency;
import dev.larder.idempotency.IdempotentRequest;
import dev.larder.table.Collection;
import dev.larder.table.KeyAttribute;
import dev.larder.table.KeyType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Reads and writes single items. Every write sets a new version, and every precondition becomes one
 * condition of that one write, so nothing can happen between the check and the change.
 *
 * <p>All methods throw a {@link ProblemException} for what DynamoDB refuses or does not answer, and
 * writes with an Idempotency-Key those of {@link Idempotency}. An item that has expired counts as
 * absent.
 */
@Singleton
public class ItemService {
  /** Tries of a write that others keep getting ahead of. */
  private static final int MAX_TRIES = 5;

  private static final int BACKOFF_MILLIS = 20;

  private final ItemRepository repository;
  private final Idempotency idempotency;
  private final Clock clock;

  ItemService(ItemRepository repository, Idempotency idempotency, Clock clock) {
    this.repository = repository;
    this.idempotency = idempotency;
    this.clock = clock;
  }

  /**
   * An item that was written.
   *
   * @param created whether there was none before
   */
  public record Written(Item item, boolean created) {}

  /**
   * How a write is asked for and answered.
   *
   * @param request what makes its repeats known; empty where nothing does
   * @param answer makes the answer to what was written
   */
  public record Order(
      Preconditions preconditions,
      Optional<IdempotentRequest> request,
      Function<Written, Answer> answer) {}

  /**
   * An item, or a part of it.
   *
   * @param tag the entity tag of the whole
   */
  public record Found(Item item, EntityTag tag) {}

  /**
   * @throws ProblemException {@code item-not-found}
   */
  public Found get(Collection collection, Item key, boolean consistent, Projection fields) {
    Projection needed =
        fields.plus(collection.neededAttributes()).plus(List.of(ItemVersion.ATTRIBUTE));
    Item item = present(collection, key, consistent, needed).orElseThrow(() -> missing(collection));
    EntityTag tag = ItemVersion.tagOf(item);
    if (ItemVersion.isDerived(tag) && !fields.isAll()) {
      // The tag stands for the whole item.
      item =
          present(collection, key, consistent, Projection.ALL)
              .orElseThrow(() -> missing(collection));
      tag = ItemVersion.tagOf(item);
    }
    return new Found(fields.of(item), tag);
  }

  private Optional<Item> present(
      Collection collection, Item key, boolean consistent, Projection projection) {
    return repository
        .get(collection, key, consistent, projection)
        .filter(item -> collection.isPresent(item, now()));
  }

  /**
   * Creates or replaces the item of a key.
   *
   * @param item may name the key again, and the version that it is to replace
   * @throws ProblemException {@code precondition-failed}; {@code key-mismatch} where the item names
   *     another key; {@code schema-violation}
   */
  public Answer put(Collection collection, Item key, Item item, Order order) {
    Optional<Answer> earlier = order.request().flatMap(idempotency::earlier);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    Item typed = collection.schema().typed(item);
    requireSameKey(collection, key, typed);
    requireSchema(collection, typed.with(key));
    Condition condition =
        conditions(collection, key).of(order.preconditions()).and(versionOf(item));
    Item written = typed.with(key).with(ItemVersion.ATTRIBUTE, ItemVersion.next());
    if (order.request().isPresent()) {
      return putOnce(collection, key, written, condition, order);
    }
    try {
      Optional<Item> previous =
          repository.write(Write.put(collection.table(), key, written, condition));
      return order.answer().apply(new Written(written, isAbsent(collection, previous)));
    } catch (ConditionFailed e) {
      if (isOwn(written, e)) {
        boolean created = order.preconditions().ifNoneMatch().isPresent();
        return order.answer().apply(new Written(written, created));
      }
      throw preconditionFailed(collection, e.current());
    }
  }

  /**
   * A transaction does not say what it replaced, but its answer is kept with it: so it is looked up
   * before whether there is an item, and made a condition.
   */
  private Answer putOnce(
      Collection collection, Item key, Item written, Condition condition, Order order) {
    for (int attempt = 1; attempt <= MAX_TRIES; attempt++) {
      boolean absent =
          isAbsent(collection, repository.get(collection, key, true, existence(collection)));
      Condition present = collection.present(now());
      Condition all = condition.and(absent ? present.negated() : present);
      try {
        return idempotency.commit(
            order.request().orElseThrow(),
            Write.put(collection.table(), key, written, all),
            order.answer().apply(new Written(written, absent)));
      } catch (ConditionFailed e) {
        if (isAbsent(collection, e.current()) == absent) {
          throw preconditionFailed(collection, e.current());
        }
      }
      backOff(attempt);
    }
    throw keptChanging();
  }

  private static Projection existence(Collection collection) {
    return Projection.of(collection.neededAttributes().stream().map(List::of).toList());
  }

  /**
   * Creates an item; a string key that it does not name is generated, a UUIDv7.
   *
   * @throws ProblemException {@code item-exists}; {@code schema-violation}
   */
  public Answer create(Collection collection, Item item, Order order) {
    Optional<Answer> earlier = order.request().flatMap(idempotency::earlier);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    if (item.has(ItemVersion.ATTRIBUTE)) {
      throw new ProblemException(
              ProblemType.INVALID_ITEM,
              "A new item has no "
                  + ItemVersion.ATTRIBUTE
                  + " yet; leave it out, or PUT the item to replace an older version.")
          .with("pointer", "/" + ItemVersion.ATTRIBUTE);
    }
    Item typed = collection.schema().typed(withGeneratedKey(collection, item));
    Item key = collection.schema().keyOf(typed);
    requireSchema(collection, typed);
    Item written = typed.with(ItemVersion.ATTRIBUTE, ItemVersion.next());
    Write write = Write.put(collection.table(), key, written, collection.present(now()).negated());
    try {
      return commit(write, order, new Written(written, true));
    } catch (ConditionFailed e) {
      throw exists(collection, written, e);
    }
  }

  /**
   * Changes the item of a key: reads it, applies the patch, and writes it if it is still the same.
   * Without If-Match that is tried a few times.
   *
   * @throws ProblemException {@code item-not-found}, {@code precondition-failed}, {@code
   *     write-conflict}; {@code invalid-item} or {@code key-mismatch} where the patch would change
   *     what it may not; what the patch itself throws
   */
  public Answer patch(Collection collection, Item key, Function<Item, Item> patch, Order order) {
    Optional<Answer> earlier = order.request().flatMap(idempotency::earlier);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    for (int attempt = 1; attempt <= MAX_TRIES; attempt++) {
      Item current =
          present(collection, key, true, Projection.ALL).orElseThrow(() -> missing(collection));
      requireHolding(current, order.preconditions());
      Item patched = patch.apply(current);
      requireManaged(collection, key, current, patched);
      if (patched.equals(current)) {
        Answer answer = order.answer().apply(new Written(current, false));
        return order.request().map(request -> idempotency.keep(request, answer)).orElse(answer);
      }
      Item typed = collection.schema().typed(patched);
      requireSchema(collection, typed);
      Item written = typed.with(ItemVersion.ATTRIBUTE, ItemVersion.next());
      Write write = Write.put(collection.table(), key, written, WriteConditions.unchanged(current));
      try {
        return commit(write, order, new Written(written, false));
      } catch (ConditionFailed e) {
        if (order.preconditions().ifMatch().isPresent()) {
          throw preconditionFailed(collection, e.current());
        }
      }
      backOff(attempt);
    }
    throw keptChanging();
  }

  private static void requireHolding(Item current, Preconditions preconditions) {
    Preconditions.Verdict verdict =
        preconditions.forRead(ItemVersion.tagOf(current), ItemVersion.lastModified(current));
    if (verdict != Preconditions.Verdict.PROCEED) {
      throw preconditionFailed(current);
    }
  }

  /** Key and version are not the patch's to change; a version in it is a precondition. */
  private static void requireManaged(Collection collection, Item key, Item current, Item patched) {
    for (KeyAttribute attribute : collection.schema().key()) {
      if (!patched.has(attribute.name())) {
        throw managed(attribute.name());
      }
    }
    requireSameKey(collection, key, collection.schema().typed(patched));
    if (!current.string(ItemVersion.ATTRIBUTE).equals(patched.string(ItemVersion.ATTRIBUTE))) {
      if (!patched.has(ItemVersion.ATTRIBUTE)) {
        throw managed(ItemVersion.ATTRIBUTE);
      }
      versionOf(patched);
      throw preconditionFailed(current);
    }
  }

  private static ProblemException managed(String attribute) {
    return new ProblemException(
            ProblemType.INVALID_ITEM, "A patch cannot take " + attribute + " away.")
        .with("pointer", "/" + attribute);
  }

  /**
   * Deletes the item of a key; where there is none, nothing happens.
   *
   * @throws ProblemException {@code precondition-failed}
   */
  public Answer delete(Collection collection, Item key, Order order) {
    Optional<Answer> earlier = order.request().flatMap(idempotency::earlier);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    Condition condition = conditions(collection, key).of(order.preconditions());
    try {
      return commit(
          Write.delete(collection.table(), key, condition), order, new Written(key, false));
    } catch (ConditionFailed e) {
      throw preconditionFailed(collection, e.current());
    }
  }

  /**
   * Makes a write whose answer is known before.
   *
   * @throws ConditionFailed where it did not happen, not even in an earlier attempt of the SDK
   */
  private Answer commit(Write write, Order order, Written written) {
    Answer answer = order.answer().apply(written);
    if (order.request().isPresent()) {
      return idempotency.commit(order.request().get(), write, answer);
    }
    try {
      repository.write(write);
    } catch (ConditionFailed e) {
      if (write.item().isEmpty() || !isOwn(written.item(), e)) {
        throw e;
      }
    }
    return answer;
  }

  private WriteConditions conditions(Collection collection, Item key) {
    return new WriteConditions(collection, key, repository, now());
  }

  private boolean isAbsent(Collection collection, Optional<Item> item) {
    return item.filter(there -> collection.isPresent(there, now())).isEmpty();
  }

  private Instant now() {
    return clock.instant();
  }

  private static void backOff(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(BACKOFF_MILLIS << attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw keptChanging();
    }
  }

  private static void requireSameKey(Collection collection, Item key, Item item) {
    for (KeyAttribute attribute : collection.schema().key()) {
      if (item.has(attribute.name()) && !collection.schema().sameValue(attribute, key, item)) {
        throw new ProblemException(
                ProblemType.KEY_MISMATCH,
                "The body's "
                    + attribute.name()
                    + " is another than the path's; make them the same, or leave it out of the"
                    + " body.")
            .with("pointer", "/" + attribute.name());
      }
    }
  }

  private static void requireSchema(Collection collection, Item item) {
    collection
        .itemSchema()
        .ifPresent(schema -> schema.validate(item.without(ItemVersion.ATTRIBUTE)));
  }

  private static Item withGeneratedKey(Collection collection, Item item) {
    Item result = item;
    for (KeyAttribute attribute : collection.schema().key()) {
      if (attribute.type() == KeyType.S && !result.has(attribute.name())) {
        result = result.with(attribute.name(), ItemVersion.next());
      }
    }
    return result;
  }

  private static Condition versionOf(Item item) {
    if (!item.has(ItemVersion.ATTRIBUTE)) {
      return Condition.ALWAYS;
    }
    String version =
        item.string(ItemVersion.ATTRIBUTE)
            .orElseThrow(
                () ->
                    new ProblemException(
                            ProblemType.INVALID_ITEM,
                            ItemVersion.ATTRIBUTE
                                + " is the string that an answer gave; send it back as it was, or"
                                + " leave it out.")
                        .with("pointer", "/" + ItemVersion.ATTRIBUTE));
    return Condition.stringIn(ItemVersion.ATTRIBUTE, List.of(version));
  }

  /** A retry of the SDK meets what its first attempt wrote, if only the answer to that was lost. */
  private static boolean isOwn(Item written, ConditionFailed failure) {
    return failure
        .current()
        .flatMap(current -> current.string(ItemVersion.ATTRIBUTE))
        .equals(written.string(ItemVersion.ATTRIBUTE));
  }

  private static ProblemException missing(Collection collection) {
    return new ProblemException(
        ProblemType.ITEM_NOT_FOUND,
        "The collection " + collection.name() + " has no item with this key.");
  }

  private static ProblemException keptChanging() {
    return new ProblemException(
            ProblemType.WRITE_CONFLICT,
            "Others kept changing the item, and nothing was written; try again.")
        .withHeader("Retry-After", "1");
  }

  private static ProblemException exists(Collection collection, Item item, ConditionFailed e) {
    ProblemException problem =
        new ProblemException(
            ProblemType.ITEM_EXISTS,
            "The collection "
                + collection.name()
                + " has an item with this key; PUT replaces it, another key creates another.");
    e.current().ifPresent(current -> tagged(problem, ItemVersion.tagOf(current)));
    return problem.withHeader("Location", collection.pathOf(item));
  }

  private ProblemException preconditionFailed(Collection collection, Optional<Item> current) {
    return current
        .filter(item -> collection.isPresent(item, now()))
        .map(ItemService::preconditionFailed)
        .orElseGet(
            () ->
                new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "There is no item with this key, which the request demands."));
  }

  /** The answer to a precondition that does not hold, with the entity tag that would. */
  static ProblemException preconditionFailed(Item current) {
    return preconditionFailed(ItemVersion.tagOf(current));
  }

  static ProblemException preconditionFailed(EntityTag current) {
    return tagged(
        new ProblemException(
            ProblemType.PRECONDITION_FAILED,
            "The item is not in the state that the request demands; read it again."),
        current);
  }

  private static ProblemException tagged(ProblemException problem, EntityTag current) {
    return problem.with("current", current.toString()).withHeader("ETag", current.toString());
  }
}
