package dev.larder.bulk;

import dev.larder.api.Problem;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.item.Item;
import dev.larder.http.EntityTag;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.Preconditions;
import dev.larder.http.StoredResponse;
import dev.larder.item.ItemUpdate;
import dev.larder.item.ItemUpdates;
import dev.larder.item.ItemWrites;
import dev.larder.item.UnknownOutcome;
import dev.larder.item.UpdateReader;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The write of an entry.
 *
 * @param request recognises its repeats; empty if the request has no Idempotency-Key
 * @param answer the response if the write succeeds: status, Location and ETag
 * @param failure what is said if the condition of the write does not hold
 * @param failure says why the condition of the write does not hold
 * @param isRepeatable whether the entry, sent twice, has the same effect as sent once
 * @param anew makes the write again, from what is stored now
 */
record EntryWrite(
    EntryPosition place,
    Write write,
    Optional<IdempotentRequest> request,
    StoredResponse answer,
    Failure failure,
    boolean isRepeatable,
    Supplier<EntryWrite> anew) {

  /** Converts parsed entries into writes. */
  interface Kind {
    /**
     * @throws ProblemException {@code invalid-item}; {@code schema-violation}
     */
    EntryWrite of(EntryPosition place, Item item, Optional<IdempotentRequest> request);
  }

  /** Makes the problem of a write whose condition does not hold. */
  interface Failure {
    /**
     * @param current the stored item; empty if there is none
     */
    ProblemException of(Optional<Item> current);
  }

  /**
   * Creates or replaces items.
   *
   * @param key must be in each entry
   */
  static Kind put(Collection collection, ItemWrites writes, RequiredKey key, PutOptions options) {
    return (place, item, request) -> {
      key.requireIn(item);
      Write write = options.writeOf(item, collection, writes);
      Map<String, String> headers =
          Map.of(
              HttpHeaders.LOCATION,
              collection.pathOf(write.key()),
              HttpHeaders.ETAG,
              EntityTag.strong(ItemVersion.of(write.item().orElseThrow())).toString());
      return new EntryWrite(
          place,
          write,
          request,
          new StoredResponse(200, headers, null),
          current -> ofVersion(writes.failure(collection, current)),
          true,
          () -> put(collection, writes, key, options).of(place, item, request));
    };
  }

  /** The precondition of a put is the {@code _version} of its entry. */
  private static ProblemException ofVersion(ProblemException problem) {
    return problem.type() == ProblemType.PRECONDITION_FAILED
        ? problem.adding(
            " The _version in an entry is a precondition. To write exported entries whatever is"
                + " stored, send them with ?restore=true.")
        : problem;
  }

  /** Updates items. An entry has the key and the update document. */
  static Kind update(Collection collection, ItemUpdates updates, UpdateReader documents) {
    return (place, item, request) -> {
      UpdateEntry entry = UpdateEntry.of(item);
      Item typed = collection.withKeyTypes(collection.withParents(entry.key()));
      Item key = collection.schema().keyOf(typed);
      ItemUpdate update = documents.read(entry.document(), collection);
      Write write = updates.write(collection, key, update, Preconditions.NONE);
      Map<String, String> headers =
          Map.of(
              HttpHeaders.LOCATION,
              collection.pathOf(key),
              HttpHeaders.ETAG,
              EntityTag.strong(write.version().orElseThrow()).toString());
      return new EntryWrite(
          place,
          write,
          request,
          new StoredResponse(200, headers, null),
          current -> updates.refusal(collection, current, update, Preconditions.NONE),
          update.isRepeatable(Preconditions.NONE),
          () -> update(collection, updates, documents).of(place, item, request));
    };
  }

  /** Deletes items. An entry is a key, with or without the version to delete. */
  static Kind delete(Collection collection, ItemWrites writes) {
    List<String> names = collection.schema().key().stream().map(KeyAttribute::name).toList();
    return (place, item, request) -> {
      for (String name : item.attributes().keySet()) {
        if (!names.contains(name) && !name.equals(ItemVersion.ATTRIBUTE)) {
          throw new ProblemException(
                  ProblemType.INVALID_ITEM,
                  "An entry of a bulk delete can have only the key, "
                      + collection.schema().describeKey()
                      + ", and, to delete only that version, "
                      + ItemVersion.ATTRIBUTE
                      + ". Remove "
                      + name
                      + " from the entry.")
              .with("pointer", JsonPointers.to(name));
        }
      }
      Item typed = collection.withKeyTypes(collection.withParents(item));
      Item key = collection.schema().keyOf(typed);
      return new EntryWrite(
          place,
          writes.delete(collection, key, item),
          request,
          new StoredResponse(204, Map.of(HttpHeaders.LOCATION, collection.pathOf(key)), null),
          current -> writes.failure(collection, current),
          true,
          () -> delete(collection, writes).of(place, item, request));
    };
  }

  /** A problem of this write, which names the item if it is unknown whether it was written. */
  Problem explained(Problem problem) {
    return UnknownOutcome.explained(
        problem,
        answer.headers().get(HttpHeaders.LOCATION),
        write,
        isRepeatable || request.isPresent()
            ? UnknownOutcome.Repeat.of(write, request.isPresent())
            : UnknownOutcome.Repeat.UNKNOWN_EFFECT);
  }

  /**
   * Whether the write cannot be in a batch: BatchWriteItem supports no conditions and is no
   * transaction.
   */
  boolean needsOwnCall() {
    return request.isPresent()
        || !write.storedCondition().isAlways()
        || !write.companions().isEmpty();
  }
}
