package dev.larder.table.model;

import dev.larder.table.schema.KeyAttribute;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A table of the model.
 *
 * @param id the name in the model, by which collections refer to it
 * @param name the name or ARN of a table that exists already; empty for one that the deployment
 *     creates
 * @param key the partition key and, if the table has one, the sort key
 * @param ttl the attribute of Time to Live; empty for none
 * @param stream whether the table has a stream
 */
public record TableModel(
    String id,
    Optional<String> name,
    List<KeyAttribute> key,
    List<IndexModel> indexes,
    Optional<String> ttl,
    boolean stream) {

  /**
   * The attributes of the keys of the table and its indexes, each once, those of the table first.
   */
  public List<KeyAttribute> keyAttributes() {
    return Stream.concat(key.stream(), indexes.stream().flatMap(index -> index.key().stream()))
        .distinct()
        .toList();
  }

  /** This table with some of its indexes. */
  public TableModel withIndexes(Predicate<IndexModel> kept) {
    return new TableModel(id, name, key, indexes.stream().filter(kept).toList(), ttl, stream);
  }
}
