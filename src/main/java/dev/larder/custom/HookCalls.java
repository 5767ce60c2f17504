package dev.larder.custom;

import dev.larder.api.Caller;
import dev.larder.api.ReadHook;
import dev.larder.api.WriteHook;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.dynamo.item.Item;
import dev.larder.item.ItemHooks;
import dev.larder.item.WriteUnit;
import dev.larder.table.Collection;
import dev.larder.table.CollectionRegistry;
import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Calls the hooks of own code, those of one collection in the order of their priorities.
 *
 * <p>It has a client proxy because writes call it, and it makes writes.
 */
@ApplicationScoped
@Startup
class HookCalls implements ItemHooks {
  private final Map<String, List<WriteHook>> writes;
  private final Map<String, List<ReadHook>> reads;
  private final StoredItems stored;
  private final UnitWrites unitWrites;
  private final Rights rights;
  private final Caller caller;

  /**
   * @throws IllegalArgumentException if a hook names a collection that does not exist
   */
  HookCalls(
      @All List<InstanceHandle<WriteHook>> writes,
      @All List<InstanceHandle<ReadHook>> reads,
      CollectionRegistry collections,
      StoredItems stored,
      UnitWrites unitWrites,
      Caller caller) {
    this.writes = byCollection(writes, WriteHook::collections, collections.names());
    this.reads = byCollection(reads, ReadHook::collections, collections.names());
    this.stored = stored;
    this.unitWrites = unitWrites;
    this.rights = Rights.ofFunction(collections);
    this.caller = caller;
  }

  private static <T> Map<String, List<T>> byCollection(
      List<InstanceHandle<T>> hooks, Function<T, Set<String>> collectionsOf, Set<String> known) {
    Map<String, List<T>> ordered = new HashMap<>();
    hooks.stream()
        .sorted(
            Comparator.<InstanceHandle<T>>comparingInt(hook -> hook.getBean().getPriority())
                .thenComparing(hook -> hook.getBean().getBeanClass().getName()))
        .forEach(
            hook -> {
              for (String collection : collectionsOf.apply(hook.get())) {
                requireKnown(hook.getBean().getBeanClass(), collection, known);
                ordered.computeIfAbsent(collection, name -> new ArrayList<>()).add(hook.get());
              }
            });
    return ordered;
  }

  private static void requireKnown(Class<?> hook, String collection, Set<String> known) {
    if (!known.contains(collection)) {
      throw new IllegalArgumentException(
          hook.getName()
              + " is a hook of the collection "
              + collection
              + ", which is not configured; the collections are "
              + String.join(", ", known));
    }
  }

  @Override
  public boolean seeReads(String collection) {
    return reads.containsKey(collection);
  }

  @Override
  public boolean seeWrites(String collection) {
    return writes.containsKey(collection);
  }

  @Override
  public Item afterRead(Collection collection, Item item) {
    dev.larder.api.Item answered = ApiItems.of(item);
    for (ReadHook hook : reads.get(collection.name())) {
      answered = hook.afterRead(answered, caller);
    }
    return ApiItems.of(answered);
  }

  @Override
  public Outcome beforeWrite(
      Collection collection, Item key, Optional<Item> item, Optional<Item> read, WriteUnit unit) {
    HookedWrite write =
        new HookedWrite(
            collection,
            key,
            item,
            read.map(Optional::of).or(() -> unit.stored(collection.table(), key)),
            stored,
            caller,
            new UnitTransaction(unit, unitWrites, rights));
    for (WriteHook hook : writes.get(collection.name())) {
      hook.beforeWrite(write);
    }
    return write.outcome();
  }
}
