package dev.larder.item;

import dev.larder.api.Problem;
import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.OutdatedWriteException;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.http.EntityTag;
import dev.larder.http.Preconditions;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.Fields;
import dev.larder.table.Rows;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads and writes single items. Every write sets a new version. All preconditions of a write
 * become the condition of its one DynamoDB call, so that no other write can come between check and
 * change.
 *
 * <p>Every method throws a {@link ProblemException} if DynamoDB rejects a call or does not respond;
 * writes with an Idempotency-Key also throw those of {@link IdempotentWrites}. An expired item
 * counts as absent.
 */
@Singleton
public class ItemService {
  private final DynamoDb dynamoDb;
  private final ItemWrites writes;
  private final WholeKeys keys;
  private final ItemCommits commits;
  private final IdempotentWrites idempotency;
  private final ItemHooks hooks;
  private final Clock clock;

  ItemService(
      DynamoDb dynamoDb,
      ItemWrites writes,
      WholeKeys keys,
      ItemCommits commits,
      IdempotentWrites idempotency,
      ItemHooks hooks,
      Clock clock) {
    this.dynamoDb = dynamoDb;
    this.writes = writes;
    this.keys = keys;
    this.commits = commits;
    this.idempotency = idempotency;
    this.hooks = hooks;
    this.clock = clock;
  }

  /**
   * The result of a read: an item or a projection of it.
   *
   * @param tag the entity tag of the whole item
   */
  public record ReadResult(Item item, EntityTag tag) {}

  /**
   * Reads an item.
   *
   * @param consistent whether to use a strongly consistent read
   * @throws ProblemException {@code item-not-found}
   */
  public ReadResult get(Collection collection, Item key, boolean consistent, Projection fields) {
    boolean hooked = hooks.seeReads(collection.name());
    // A small budget may be spent with the first read, so that must be of the whole item.
    Projection needed =
        fields.isAll() || hooked || collection.readUnits() <= DynamoDb.LARGEST_READ
            ? Projection.ALL
            : fields.plus(collection.neededAttributes()).plus(List.of(ItemVersion.ATTRIBUTE));
    Item item = present(collection, key, consistent, needed);
    EntityTag tag = ItemTags.of(collection, item);
    if (ItemVersion.isDerived(tag.opaque()) && !needed.isAll()) {
      // A derived tag is a digest of the whole item.
      item = present(collection, key, consistent, Projection.ALL);
      tag = ItemTags.of(collection, item);
    }
    return new ReadResult(fields.of(hooks.answered(collection, item)), tag);
  }

  private Item present(Collection collection, Item key, boolean consistent, Projection projection) {
    collection.requireOwn(key);
    Item item =
        dynamoDb
            .get(collection.table(), key, consistent, projection)
            .filter(there -> collection.isUnexpired(there, now()))
            .orElseThrow(collection::itemNotFound);
    if (!collection.permits(item)) {
      throw collection.foreignItem(item);
    }
    return item;
  }

  /**
   * Creates or replaces the item of a key.
   *
   * @param named the key, or the part of it that a path names
   * @param item may repeat the key and may name the version that it replaces
   * @throws ProblemException {@code precondition-failed}; {@code key-mismatch} if the item has
   *     another key; {@code schema-violation}
   */
  public StoredResponse put(Collection collection, Item named, Item item, WriteOptions options) {
    Item key = keys.of(collection, named, item);
    Supplier<StoredResponse> attempt =
        () ->
            putNow(collection, writes.put(collection, key, item, options.preconditions()), options);
    if (!options.isIdempotent()) {
      return commits.anew(attempt);
    }
    return withBody(
        collection,
        idempotency.executeOnce(options.request(), () -> commits.anew(attempt)),
        ignored -> ItemWrites.withKey(collection, key, item));
  }

  private StoredResponse putNow(Collection collection, Write write, WriteOptions options) {
    return options.isIdempotent() || !write.companions().isEmpty()
        ? putInTransaction(collection, write, options)
        : putDirectly(collection, write, options);
  }

  private StoredResponse putDirectly(Collection collection, Write write, WriteOptions options) {
    Item written = write.item().orElseThrow();
    try {
      boolean created = isAbsent(collection, dynamoDb.write(write)) || options.isForNew();
      return options.response().apply(hooks.result(collection, written, created));
    } catch (ConditionFailedException e) {
      throw preconditionFailed(collection, e.current(), options.preconditions());
    } catch (ProblemException e) {
      throw explained(e, collection, write, repeatOf(write, options));
    }
  }

  /**
   * Puts an item together with its stored response or its companions. A transaction does not return
   * the replaced item, but the response needs to know whether there was one. If the preconditions
   * do not tell, this reads beforehand whether the item exists, and makes that a condition. It does
   * not guess: a canceled transaction costs the writes that it prepared, more than ten times as
   * much as the read. The read need not be consistent, because the condition finds the error, and
   * returns the item.
   */
  private StoredResponse putInTransaction(
      Collection collection, Write write, WriteOptions options) {
    boolean told = options.isForNew() || requiresPresent(collection, write, options);
    boolean absent = told ? options.isForNew() : isNotFound(collection, write);
    for (int attempt = 1; ; attempt++) {
      Condition present = collection.presentCondition(now());
      Write exact = told ? write : write.and(absent ? present.negated() : present);
      try {
        return commitWithoutBody(
            collection,
            exact,
            options,
            hooks.result(collection, write.item().orElseThrow(), absent));
      } catch (ConditionFailedException e) {
        if (told || isAbsent(collection, e.current()) == absent) {
          throw preconditionFailed(collection, e.current(), options.preconditions());
        }
        absent = !absent;
      } catch (ProblemException e) {
        throw explained(e, collection, write, repeatOf(write, options));
      }
      commits.backOff(collection.readUnits(), attempt);
    }
  }

  /** Whether the condition of a put can hold only if the item exists and has not expired. */
  private static boolean requiresPresent(Collection collection, Write write, WriteOptions options) {
    return options.preconditions().ifMatch().isPresent()
        || (write.condition().requiresValueOf(ItemVersion.ATTRIBUTE)
            && collection.expiry().attribute().isEmpty());
  }

  private boolean isNotFound(Collection collection, Write write) {
    return isAbsent(
        collection, dynamoDb.get(write.table(), write.key(), false, existence(collection)));
  }

  /**
   * Makes a write and stores its response without the body, which {@link #withBody} can make again.
   *
   * @return the response with its body; or a stored one as it is
   */
  private StoredResponse commitWithoutBody(
      Collection collection, Write write, WriteOptions options, WriteResult result) {
    StoredResponse response = options.response().apply(result);
    // The request does not show what hooks have made of the item, nor what a put has kept.
    boolean differs = hooks.seeWrites(collection.name()) || !collection.fields().areAll();
    StoredResponse kept = differs ? response : response.withoutBody();
    StoredResponse answered = commits.commit(write, options.request(), kept);
    return answered == kept ? response : answered;
  }

  /**
   * Adds the body to a stored response that was stored without it: the item of the request under
   * the version of the response. A record with the body would double what the write costs.
   *
   * @param sent makes the item without its version, given the response
   */
  private StoredResponse withBody(
      Collection collection, StoredResponse response, Function<StoredResponse, Item> sent) {
    String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
    if (response.body() != null || type == null) {
      return response;
    }
    ItemFormat form = ItemFormat.of(type);
    Item item =
        sent.apply(response)
            .with(
                ItemVersion.ATTRIBUTE, ItemTags.version(response.headers().get(HttpHeaders.ETAG)));
    return new StoredResponse(
        response.status(),
        response.headers(),
        ItemWriter.toBytes(
            collection.inFormat(hooks.result(collection, item, false).answered().get(), form),
            form));
  }

  private static UnknownOutcome.Repeat repeatOf(Write write, WriteOptions options) {
    return UnknownOutcome.Repeat.of(write, options.isIdempotent());
  }

  /** A problem of a write, which names the item if the outcome is unknown. */
  private static Problem explained(
      ProblemException problem, Collection collection, Write write, UnknownOutcome.Repeat repeat) {
    return UnknownOutcome.explained(problem, collection.pathOf(write.key()), write, repeat);
  }

  private static Projection existence(Collection collection) {
    return Projection.ofAttributes(collection.neededAttributes());
  }

  /**
   * Creates an item. If the item lacks a string key attribute, a UUIDv7 is generated for it.
   *
   * @throws ProblemException {@code item-exists}, or {@code precondition-failed} if the request has
   *     {@code If-None-Match: *}; {@code schema-violation}
   */
  public StoredResponse create(Collection collection, Item item, WriteOptions options) {
    Supplier<StoredResponse> attempt =
        () -> createNow(collection, writes.create(collection, item), options);
    if (!options.isIdempotent()) {
      return commits.anew(attempt);
    }
    return withBody(
        collection,
        idempotency.executeOnce(options.request(), () -> commits.anew(attempt)),
        stored -> withKeyIn(stored.headers().get(HttpHeaders.LOCATION), collection, item));
  }

  private StoredResponse createNow(Collection collection, Write write, WriteOptions options) {
    Item written = write.item().orElseThrow();
    WriteResult result = hooks.result(collection, written, true);
    try {
      return options.isIdempotent()
          ? commitWithoutBody(collection, write, options, result)
          : commit(write, options, result);
    } catch (ConditionFailedException e) {
      throw options.isForNew()
          ? preconditionFailed(collection, e.current(), options.preconditions())
          : PreconditionFailures.exists(collection, written, e.current());
    } catch (ProblemException e) {
      throw explained(e, collection, write, repeatOf(write, options));
    }
  }

  /** A created item before it had a version, with the generated attributes of its key. */
  private static Item withKeyIn(String location, Collection collection, Item item) {
    Item owned = collection.withRows(item);
    List<String> generated =
        collection.schema().key().stream()
            .map(KeyAttribute::name)
            .filter(name -> !owned.has(name))
            .toList();
    return collection.withKeyTypes(owned.with(collection.keyOf(location).select(generated)));
  }

  /**
   * Patches the item of a key: reads it, applies the patch, and writes it if it has not changed
   * since. Without If-Match, a conflict is retried a few times, while read units are left.
   *
   * @throws ProblemException {@code item-not-found}, {@code precondition-failed}, {@code
   *     write-conflict}; {@code invalid-item} or {@code key-mismatch} if the patch changes a
   *     managed attribute; and the problems of the patch itself
   */
  public StoredResponse patch(
      Collection collection, Item key, ItemPatch patch, WriteOptions options) {
    return idempotency.executeOnce(
        options.request(), () -> patchNow(collection, key, patch, options));
  }

  private StoredResponse patchNow(
      Collection collection, Item named, ItemPatch patch, WriteOptions options) {
    for (int attempt = 1; ; attempt++) {
      Item current = present(collection, named, true, Projection.ALL);
      Item key = WholeKeys.isWhole(collection, named) ? named : collection.schema().keyOf(current);
      requirePreconditions(collection, current, options.preconditions());
      Item sent = patched(collection.fields(), current, patch);
      Item patched = collection.fields().keeping(sent, current);
      requireManagedAttributes(collection, key, current, patched);
      // Whether a hidden value is the one that the caller sends must not show in the version.
      if (patched.equals(current) && collection.fields().visible(sent).equals(sent)) {
        StoredResponse response =
            options.response().apply(hooks.result(collection, current, false));
        return options
            .request()
            .map(request -> idempotency.storeResponse(request, response))
            .orElse(response);
      }
      Write write = writes.replace(collection, key, current, patched);
      try {
        return commit(write, options, hooks.result(collection, write.item().orElseThrow(), false));
      } catch (OutdatedWriteException e) {
        // What hooks have read has changed: the next attempt calls them again.
      } catch (ConditionFailedException e) {
        if (options.preconditions().ifMatch().isPresent()) {
          throw preconditionFailed(collection, e.current(), options.preconditions());
        }
      } catch (ProblemException e) {
        throw explained(
            e, collection, write, UnknownOutcome.Repeat.ofChange(patch.isRepeatable(), options));
      }
      commits.backOff(collection.readUnits(), attempt);
    }
  }

  /** The patched item as the caller wants it, of what it may read. */
  private static Item patched(Fields fields, Item current, ItemPatch patch) {
    fields.hidden().stream().filter(patch::dependsOn).forEach(fields::requireVisible);
    Item visible = fields.visible(current);
    Item patched = patch.apply(visible);
    fields.fixed().stream()
        .filter(attribute -> visible.has(attribute) && !patched.has(attribute))
        .forEach(fields::requireWritable);
    return patched;
  }

  private static void requirePreconditions(
      Collection collection, Item current, Preconditions preconditions) {
    EntityTag tag = ItemTags.of(collection, current);
    Preconditions.Verdict verdict =
        ItemTags.ofVersions(preconditions).evaluate(tag, ItemVersion.lastModified(current));
    if (verdict != Preconditions.Verdict.PROCEED) {
      throw PreconditionFailures.explained(PreconditionFailures.of(tag), preconditions);
    }
  }

  /**
   * Checks that the patch removes neither key, owner nor version. A version that the patch sets is
   * a precondition.
   */
  private static void requireManagedAttributes(
      Collection collection, Item key, Item current, Item patched) {
    for (KeyAttribute attribute : collection.schema().key()) {
      if (!patched.has(attribute.name())) {
        throw managed(attribute.name());
      }
    }
    ItemWrites.requireSameKey(collection, key, collection.withKeyTypes(patched));
    for (String row : collection.rows().map(Rows::attributes).orElse(List.of())) {
      if (current.has(row) && !patched.has(row)) {
        throw managed(row);
      }
    }
    if (!current.string(ItemVersion.ATTRIBUTE).equals(patched.string(ItemVersion.ATTRIBUTE))) {
      if (!patched.has(ItemVersion.ATTRIBUTE)) {
        throw managed(ItemVersion.ATTRIBUTE);
      }
      ItemVersion.preconditionOf(patched);
      throw PreconditionFailures.of(ItemTags.of(collection, current));
    }
  }

  private static ProblemException managed(String attribute) {
    return new ProblemException(
            ProblemType.INVALID_ITEM, "A patch cannot remove " + attribute + ".")
        .with("pointer", "/" + attribute);
  }

  /**
   * Deletes the item of a key; does nothing if there is no such item.
   *
   * @throws ProblemException {@code precondition-failed}
   */
  public StoredResponse delete(Collection collection, Item key, WriteOptions options) {
    return idempotency.executeOnce(
        options.request(),
        () -> commits.anew(() -> deleteNow(collection, keys.of(collection, key), options)));
  }

  private StoredResponse deleteNow(Collection collection, Item key, WriteOptions options) {
    if (!WholeKeys.isWhole(collection, key)) {
      return deleteNothing(collection, key, options);
    }
    Write write = writes.delete(collection, key, options.preconditions());
    try {
      return commit(write, options, new WriteResult(key, () -> key, false));
    } catch (ConditionFailedException e) {
      throw preconditionFailed(collection, e.current(), options.preconditions());
    } catch (ProblemException e) {
      if (e.type() == ProblemType.ITEM_EXISTS && write.companions().isEmpty()) {
        // An item of another collection, which is not there for this one.
        return deleteNothing(collection, key, options);
      }
      throw explained(e, collection, write, repeatOf(write, options));
    }
  }

  /** Responds to the delete of an item that is not there. */
  private StoredResponse deleteNothing(Collection collection, Item key, WriteOptions options) {
    if (options.preconditions().ifMatch().isPresent()) {
      throw preconditionFailed(collection, Optional.empty(), options.preconditions());
    }
    StoredResponse response = options.response().apply(new WriteResult(key, () -> key, false));
    return options
        .request()
        .map(request -> idempotency.storeResponse(request, response))
        .orElse(response);
  }

  /**
   * Makes a write whose response is known beforehand.
   *
   * @throws ConditionFailedException if the condition of the write does not hold
   */
  private StoredResponse commit(Write write, WriteOptions options, WriteResult written) {
    return commits.commit(write, options.request(), options.response().apply(written));
  }

  private boolean isAbsent(Collection collection, Optional<Item> item) {
    return item.filter(there -> collection.isUnexpired(there, now())).isEmpty();
  }

  private Instant now() {
    return clock.instant();
  }

  private ProblemException preconditionFailed(
      Collection collection, Optional<Item> current, Preconditions sent) {
    return PreconditionFailures.explained(
        PreconditionFailures.of(collection, current, now()), sent);
  }
}
