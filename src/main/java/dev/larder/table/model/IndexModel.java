package dev.larder.table.model;

import dev.larder.table.schema.KeyAttribute;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A secondary index of a table of the model.
 *
 * @param local whether it is a local secondary index
 * @param partition the attributes of the partition key: one, or up to four in a global index
 * @param sort the attributes of the sort key: none, one, or up to four in a global index
 * @param projected the projected attributes besides all keys; empty for {@code ALL}, an empty list
 *     for {@code KEYS_ONLY}
 */
public record IndexModel(
    String name,
    boolean local,
    List<KeyAttribute> partition,
    List<KeyAttribute> sort,
    Optional<List<String>> projected) {

  /** The attributes of the key, those of the partition key first. */
  public List<KeyAttribute> key() {
    return Stream.concat(partition.stream(), sort.stream()).toList();
  }
}
