package dev.larder.table.schema;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A secondary index. It holds those items of its table that have all attributes of its key.
 *
 * @param global whether it is a global one, which cannot be read consistently
 * @param projected the attributes that it holds, those of all keys included; empty where it holds
 *     whole items
 */
public record TableIndex(
    String name,
    boolean global,
    KeyAttribute partition,
    Optional<KeyAttribute> sort,
    Optional<Set<String>> projected) {

  /** The key's attributes, partition key first. */
  public List<KeyAttribute> key() {
    return sort.map(key -> List.of(partition, key)).orElseGet(() -> List.of(partition));
  }

  /** Whether it holds all of these attributes of an item. */
  public boolean holds(Collection<String> attributes) {
    return projected.isEmpty() || projected.get().containsAll(attributes);
  }
}
