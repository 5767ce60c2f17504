package dev.larder.event.publication;

import dev.larder.api.Item;
import dev.larder.api.ItemChange;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.event.ItemChangeConsumer;
import dev.larder.table.CollectionRegistry;
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

  /** The attributes by collection that only some roles may read, so that nobody here may. */
  private final Map<String, Set<String>> hidden = new HashMap<>();

  ChangePublication(LarderConfig config, CollectionRegistry collections, EventBus eventBus) {
    this.bus = config.publication().eventBus();
    this.collections = collections;
    this.eventBus = eventBus;
    config
        .collections()
        .forEach(
            (name, of) -> {
              Set<String> attributes =
                  CollectionRules.of("larder.collections." + name, of).secret();
              if (!attributes.isEmpty()) {
                hidden.put(name, attributes);
              }
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
              visible(change),
              change
                  .collection()
                  .map(name -> collections.get(name).pathOf(ApiItems.of(change.key()))));
      bytes += entry.sizeInBytes();
      if (call.size() == EventBus.MAX_ENTRIES
          || (!call.isEmpty() && bytes > ChangeEntry.MAX_BYTES)) {
        break;
      }
      call.add(entry);
    }
    return call;
  }

  /** The change without the attributes that not every reader of the items may read. */
  private ItemChange visible(ItemChange change) {
    Set<String> attributes = change.collection().map(hidden::get).orElse(null);
    return attributes == null
        ? change
        : new ItemChange(
            change.id(),
            change.sequenceNumber(),
            change.kind(),
            change.table(),
            change.tableArn(),
            change.collection(),
            change.time(),
            change.key(),
            change.before().map(item -> without(item, attributes)),
            change.after().map(item -> without(item, attributes)),
            change.expired());
  }

  private static Item without(Item item, Set<String> attributes) {
    Item visible = item;
    for (String attribute : attributes) {
      visible = visible.without(attribute);
    }
    return visible;
  }
}
