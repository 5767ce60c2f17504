package dev.larder.item;

import dev.larder.api.Problem;
import dev.larder.dynamo.ConditionFailedException;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.http.EntityTag;
import dev.larder.http.Preconditions;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.schema.ItemVersion;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/**
 * Updates single items: with one UpdateItem, whatever others write at the same time, or, if the
 * whole item is needed, by a read and a write on condition that it has not changed.
 */
@Singleton
public class ItemUpdates {
  private final DynamoDb dynamoDb;
  private final ItemWrites writes;
  private final WholeKeys keys;
  private final ItemCommits commits;
  private final IdempotentWrites idempotency;
  private final ItemHooks hooks;
  private final Clock clock;

  ItemUpdates(
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
   * Updates the item of a key.
   *
   * @param options whose response has no body if the request has an Idempotency-Key, since a
   *     transaction does not return the item
   * @throws ProblemException {@code item-not-found}; {@code precondition-failed}; {@code
   *     condition-failed}; {@code patch-conflict}; {@code write-conflict}; {@code
   *     schema-violation}; {@code invalid-item}
   */
  StoredResponse update(
      Collection collection, Item named, ItemUpdate update, WriteOptions options) {
    return idempotency.executeOnce(
        options.request(),
        () -> {
          Item key = keys.of(collection, named);
          if (!WholeKeys.isWhole(collection, key)) {
            throw collection.itemNotFound();
          }
          return needsItem(collection, update)
              ? updateRead(collection, key, update, options)
              : updateInPlace(collection, key, update, options);
        });
  }

  private boolean needsItem(Collection collection, ItemUpdate update) {
    return hooks.seeWrites(collection.name()) || update.needsItem(collection);
  }

  private StoredResponse updateInPlace(
      Collection collection, Item key, ItemUpdate update, WriteOptions options) {
    Write write = writes.update(collection, key, update, options.preconditions());
    try {
      if (options.isIdempotent()) {
        Item versioned = key.with(ItemVersion.ATTRIBUTE, write.version().orElseThrow());
        return commits.commit(write, options.request(), response(collection, versioned, options));
      }
      Item updated = dynamoDb.write(write).orElseThrow();
      return response(collection, updated, options);
    } catch (ConditionFailedException e) {
      if (update.upserts() && present(collection, e.current()).isEmpty()) {
        return updateRead(collection, key, update, options);
      }
      throw refusal(collection, e.current(), update, options.preconditions());
    } catch (ProblemException e) {
      throw e.type() == ProblemType.PATCH_CONFLICT
          ? located(write, e)
          : explained(e, collection, write, update, options);
    }
  }

  /**
   * The conflict of an update with its path, which DynamoDB does not tell.
   *
   * @return {@code conflict} itself if the item, read again, does not show it
   */
  public ProblemException located(Write write, ProblemException conflict) {
    try {
      dynamoDb
          .getOnce(write.table(), write.key(), true, Projection.ALL)
          .ifPresent(write.update().orElseThrow()::apply);
      return conflict;
    } catch (ProblemException e) {
      return e.type() == ProblemType.PATCH_CONFLICT ? e : conflict;
    }
  }

  private StoredResponse updateRead(
      Collection collection, Item key, ItemUpdate update, WriteOptions options) {
    return commits.anew(
        collection.readUnits(), () -> updateReadNow(collection, key, update, options));
  }

  private StoredResponse updateReadNow(
      Collection collection, Item key, ItemUpdate update, WriteOptions options) {
    WriteUnit unit = new WriteUnit();
    Optional<Item> current = stored(collection, key);
    Write write =
        ItemWrites.alone(
            writeOf(collection, key, current, update, options.preconditions(), unit), unit);
    WriteResult result = result(collection, write.item().orElseThrow(), current.isEmpty());
    try {
      return commits.commit(write, options.request(), options.response().apply(result));
    } catch (ConditionFailedException e) {
      throw refusal(collection, e.current(), update, options.preconditions());
    } catch (ProblemException e) {
      throw explained(e, collection, write, update, options);
    }
  }

  /**
   * Makes the write of an update, which reads the item first if it needs it.
   *
   * @param key whole
   * @throws ProblemException those of {@link #update} that are known before the write
   */
  public Write write(
      Collection collection, Item key, ItemUpdate update, Preconditions preconditions) {
    WriteUnit unit = new WriteUnit();
    return ItemWrites.alone(write(collection, key, update, preconditions, unit), unit);
  }

  /** As {@link #write(Collection, Item, ItemUpdate, Preconditions)}, as a part of a transaction. */
  public Write write(
      Collection collection,
      Item key,
      ItemUpdate update,
      Preconditions preconditions,
      WriteUnit unit) {
    if (!update.upserts() && !needsItem(collection, update)) {
      return writes.update(collection, key, update, preconditions);
    }
    Optional<Item> current = stored(collection, key);
    if (current.isPresent() && !needsItem(collection, update)) {
      return writes
          .update(collection, key, update, preconditions)
          .relyingOn(collection.presentCondition(clock.instant()));
    }
    return writeOf(collection, key, current, update, preconditions, unit);
  }

  /** Makes the put of the updated item, on condition that it is as it was read. */
  private Write writeOf(
      Collection collection,
      Item key,
      Optional<Item> current,
      ItemUpdate update,
      Preconditions preconditions,
      WriteUnit unit) {
    if (current.isPresent() || !update.createsItem() || preconditions.ifMatch().isPresent()) {
      requireApplicable(collection, current, update, preconditions);
      return writes.replace(
          collection, key, current.orElseThrow(), update.apply(current.orElseThrow()), unit);
    }
    return writes
        .put(collection, key, update.apply(key), preconditions, unit)
        .relyingOn(collection.presentCondition(clock.instant()).negated());
  }

  private Optional<Item> stored(Collection collection, Item key) {
    collection.requireOwn(key);
    return present(collection, dynamoDb.get(collection.table(), key, true, Projection.ALL));
  }

  private Optional<Item> present(Collection collection, Optional<Item> stored) {
    return stored.filter(item -> collection.isUnexpired(item, clock.instant()));
  }

  private void requireApplicable(
      Collection collection,
      Optional<Item> current,
      ItemUpdate update,
      Preconditions preconditions) {
    Optional<ProblemException> refusal = refused(collection, current, update, preconditions);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  /**
   * The problem of an update whose condition does not hold.
   *
   * @param current the stored item; empty if there is none
   */
  public ProblemException refusal(
      Collection collection,
      Optional<Item> current,
      ItemUpdate update,
      Preconditions preconditions) {
    return refused(collection, present(collection, current), update, preconditions)
        .orElseGet(() -> PreconditionFailures.of(ItemTags.of(collection, current.orElseThrow())));
  }

  private Optional<ProblemException> refused(
      Collection collection,
      Optional<Item> current,
      ItemUpdate update,
      Preconditions preconditions) {
    if (current.isEmpty()) {
      return Optional.of(ofAbsent(collection, update, preconditions));
    }
    if (!collection.permits(current.get())) {
      return Optional.of(collection.foreignItem(current.get()));
    }
    EntityTag tag = ItemTags.of(collection, current.get());
    if (ItemTags.ofVersions(preconditions).evaluate(tag, ItemVersion.lastModified(current.get()))
        != Preconditions.Verdict.PROCEED) {
      return Optional.of(
          PreconditionFailures.explained(PreconditionFailures.of(tag), preconditions));
    }
    return update.condition().holdsFor(current.get())
        ? Optional.empty()
        : Optional.of(PreconditionFailures.ofCondition(Optional.of(tag)));
  }

  private ProblemException ofAbsent(
      Collection collection, ItemUpdate update, Preconditions preconditions) {
    if (!update.upserts()) {
      return collection.itemNotFound();
    }
    return preconditions.ifMatch().isPresent()
        ? PreconditionFailures.of(collection, Optional.empty(), clock.instant())
        : PreconditionFailures.ofCondition(Optional.empty());
  }

  private StoredResponse response(Collection collection, Item item, WriteOptions options) {
    return options.response().apply(result(collection, item, false));
  }

  private WriteResult result(Collection collection, Item item, boolean created) {
    return hooks.result(collection, item, created);
  }

  private static Problem explained(
      ProblemException problem,
      Collection collection,
      Write write,
      ItemUpdate update,
      WriteOptions options) {
    return UnknownOutcome.explained(
        problem,
        collection.pathOf(write.key()),
        write,
        UnknownOutcome.Repeat.ofChange(update.changes().isRepeatable(), options));
  }
}
