package dev.larder.event.publication;

import dev.larder.api.ItemChange;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.event.ItemChangeConsumer;
import dev.larder.table.CollectionRegistry;
import dev.larder.table.Fields;
import dev.larder.table.config.CollectionRules;
import dev.larder.table.config.LarderConfig;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes item changes to the EventBridge bus that {@code larder.publication.event-bus} names,
 * with the source {@code larder} and the detail types {@code Item Created}, {@code Item Changed}
 * and {@code Item Deleted}. It publishes each change at least once; repeats have the same id.
 */
@Singleton
class ChangePublication implements ItemChangeConsumer {
  private final Optional<String> bus;
  private final CollectionRegistry collections;
  private final EventBus eventBus;

  /** What is published of items, by collection: nothing that only some roles may read. */
  private final Map<String, Fields> fields = new HashMap<>();

  ChangePublication(LarderConfig config, CollectionRegistry collections, EventBus eventBus) {
    this.bus = config.publication().eventBus();
    this.collections = collections;
    this.eventBus = eventBus;
    config
        .collections()
        .forEach(
            (name, of) -> {
              Set<String> hidden = CollectionRules.of("larder.collections." + name, of).secret();
              fields.put(name, new Fields(hidden, Set.of()));
            });
  }

  @Override
  public boolean isActive() {
    return bus.isPresent();
  }

  @Override
  public int handle(List<ItemChange> changes) {
    int published = 0;
    while (published < changes.size()) {
      List<ChangeEntry> call = call(changes.subList(published, changes.size()));
      int put = eventBus.put(bus.orElseThrow(), call);
      published += put;
      if (put < call.size()) {
        break;
      }
    }
    return published;
  }

  /** The entries of the first changes, as many as one call accepts. */
  private List<ChangeEntry> call(List<ItemChange> changes) {
    List<ChangeEntry> call = new ArrayList<>();
    int bytes = 0;
    for (ItemChange change : changes) {
      ChangeEntry entry =
          ChangeEntry.of(
              change,
              change
                  .collection()
                  .map(name -> collections.get(name).pathOf(ApiItems.of(change.key()))),
              change.collection().map(fields::get).orElse(Fields.ALL));
      bytes += entry.sizeInBytes();
      if (call.size() == EventBus.MAX_ENTRIES
          || (!call.isEmpty() && bytes > ChangeEntry.MAX_BYTES)) {
        break;
      }
      call.add(entry);
    }
    return call;
  }
}
