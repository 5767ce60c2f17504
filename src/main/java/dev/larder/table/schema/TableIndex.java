package dev.larder.table.schema;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A secondary index. It contains the items that have all attributes of its key.
 *
 * @param global whether it is a global secondary index, which does not support consistent reads
 * @param projected the projected attributes, including those of all keys; empty if the index
 *     projects all
 */
public record TableIndex(
    String name,
    boolean global,
    KeyAttribute partition,
    Optional<KeyAttribute> sort,
    Optional<Set<String>> projected) {

  /** The key attributes, partition key first. */
  public List<KeyAttribute> key() {
    return sort.map(key -> List.of(partition, key)).orElseGet(() -> List.of(partition));
  }

  /** Whether the index projects all of these attributes. */
  public boolean holds(Collection<String> attributes) {
    return projected.isEmpty() || projected.get().containsAll(attributes);
  }
}
