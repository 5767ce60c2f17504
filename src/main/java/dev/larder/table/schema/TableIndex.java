package dev.larder.table.schema;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A secondary index. It contains the items that have all attributes of its key.
 *
 * @param global whether it is a global secondary index, which does not support consistent reads
 * @param partitionKey how the attributes of the partition key are composed: one or, in a global
 *     index, up to four
 * @param sortKey how those of the sort key are composed: none, one or, in a global index, up to
 *     four
 * @param projected the projected attributes, including those of all keys; empty if the index
 *     projects all
 */
public record TableIndex(
    String name,
    boolean global,
    List<KeyTemplate> partitionKey,
    List<KeyTemplate> sortKey,
    Optional<Set<String>> projected) {

  public TableIndex {
    partitionKey = List.copyOf(partitionKey);
    sortKey = List.copyOf(sortKey);
  }

  /** An index whose key attributes are attributes of the items. */
  public TableIndex(
      String name,
      boolean global,
      KeyAttribute partition,
      Optional<KeyAttribute> sort,
      Optional<Set<String>> projected) {
    this(
        name,
        global,
        List.of(KeyTemplate.of(partition)),
        sort.map(KeyTemplate::of).stream().toList(),
        projected);
  }

  /** The templates of the key, those of the partition key first. */
  public Stream<KeyTemplate> templates() {
    return Stream.concat(partitionKey.stream(), sortKey.stream());
  }

  /** The attributes of which the key is composed, those of the partition key first. */
  public List<KeyAttribute> key() {
    return attributes(templates());
  }

  /** The names of the key attributes as they are stored. */
  public List<String> storedKey() {
    return templates().map(template -> template.stored().name()).toList();
  }

  private static List<KeyAttribute> attributes(Stream<KeyTemplate> templates) {
    return templates
        .flatMap(template -> template.variables().stream())
        .map(KeyTemplate.Variable::attribute)
        .distinct()
        .toList();
  }

  /** The attributes of which the partition key is composed. */
  public List<KeyAttribute> partition() {
    return attributes(partitionKey.stream());
  }

  /** The attributes of which the sort key is composed. */
  public List<KeyAttribute> sort() {
    return attributes(sortKey.stream());
  }

  /** Whether the index projects all of these attributes. */
  public boolean holds(Collection<String> attributes) {
    return projected.isEmpty() || projected.get().containsAll(attributes);
  }
}
