package dev.larder.table.model;

import dev.larder.table.schema.KeyAttribute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The key attributes of tables and indexes of a model. */
final class ModelKeys {
  private ModelKeys() {}

  /** Those of an index, partition key first. */
  static List<KeyAttribute> of(IndexModel index) {
    return Stream.concat(index.partition().stream(), index.sort().stream()).toList();
  }

  /** Those of a table and its indexes, by their names. */
  static Map<String, KeyAttribute> of(TableModel table) {
    Map<String, KeyAttribute> keys = new LinkedHashMap<>();
    Stream.concat(
            table.key().stream(), table.indexes().stream().flatMap(index -> of(index).stream()))
        .forEach(key -> keys.putIfAbsent(key.name(), key));
    return keys;
  }
}
