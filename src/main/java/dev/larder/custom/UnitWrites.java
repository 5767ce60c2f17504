package dev.larder.custom;

import dev.larder.dynamo.Write;
import dev.larder.dynamo.item.Item;
import dev.larder.http.Preconditions;
import dev.larder.item.ItemWrites;
import dev.larder.item.PreconditionFailures;
import dev.larder.item.WriteUnit;
import dev.larder.problem.ProblemException;
import dev.larder.table.Collection;
import dev.larder.table.schema.ItemVersion;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Makes the writes that hooks and transactions of own code add to a unit. */
@Singleton
class UnitWrites {
  private final ItemWrites writes;
  private final StoredItems stored;
  private final Clock clock;

  UnitWrites(ItemWrites writes, StoredItems stored, Clock clock) {
    this.writes = writes;
    this.stored = stored;
    this.clock = clock;
  }

  Optional<Item> get(Collection collection, Item sent, WriteUnit unit) {
    Item key = key(collection, sent);
    collection.requireOwn(key);
    Optional<Write> pending = unit.write(collection.table(), key);
    if (pending.isPresent()) {
      return visible(collection, pending.get().item());
    }
    Optional<Optional<Item>> known = unit.stored(collection.table(), key);
    if (known.isPresent()) {
      return visible(collection, known.get());
    }
    Optional<Item> item = stored.get(collection, key);
    unit.read(collection.table(), key, item, stored.unchanged(collection, item));
    if (item.filter(there -> !collection.permits(there)).isPresent()) {
      throw collection.foreignItem(item.get());
    }
    return visible(collection, item);
  }

  private static Optional<Item> visible(Collection collection, Optional<Item> item) {
    return item.map(collection.fields()::visible);
  }

  Item put(Collection collection, Item item, WriteUnit unit) {
    Item typed = collection.withKeyTypes(item);
    Item key = collection.schema().keyOf(typed);
    // The version of an item that this unit writes is not stored yet.
    boolean pending =
        unit.write(collection.table(), key)
            .flatMap(Write::item)
            .filter(
                before ->
                    before.string(ItemVersion.ATTRIBUTE).equals(item.string(ItemVersion.ATTRIBUTE)))
            .isPresent();
    Write write =
        writes.createOrReplace(
            collection, pending ? item.without(ItemVersion.ATTRIBUTE) : item, false, unit);
    unit.add(write, current -> preconditionFailed(collection, current));
    return collection.fields().visible(write.item().orElseThrow());
  }

  private ProblemException preconditionFailed(Collection collection, Optional<Item> current) {
    return PreconditionFailures.of(collection, current, clock.instant());
  }

  Item create(Collection collection, Item item, WriteUnit unit) {
    Write write = writes.create(collection, item, unit);
    Item created = write.item().orElseThrow();
    unit.add(write, current -> PreconditionFailures.exists(collection, created, current));
    return collection.fields().visible(created);
  }

  void delete(Collection collection, Item sent, WriteUnit unit) {
    Item key = key(collection, sent);
    unit.add(
        sent.has(ItemVersion.ATTRIBUTE)
            ? writes.delete(collection, key, sent, unit)
            : writes.delete(collection, key, Preconditions.NONE, unit),
        current -> preconditionFailed(collection, current));
  }

  /** The key in an item that own code has sent. */
  static Item key(Collection collection, Item sent) {
    return collection.schema().keyOf(collection.withKeyTypes(sent));
  }
}
