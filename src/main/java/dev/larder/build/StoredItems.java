package dev.larder.build;

import dev.larder.table.model.CollectionModel;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.KeyAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the items of a collection are, and how they are told from others. Nothing rewrites them
 * when a model declares the collection differently.
 */
record StoredItems(String table, Map<String, String> keys, Map<String, String> type) {

  static StoredItems of(CollectionModel collection) {
    return new StoredItems(
        collection.table(), new TreeMap<>(collection.keys()), new TreeMap<>(collection.type()));
  }

  /**
   * Returns what would happen to the items if they were declared so.
   *
   * @param in the table where they are
   */
  List<String> harmsOf(StoredItems after, TableModel in) {
    if (!table.equals(after.table())) {
      return List.of(
          "it moves to the table %s. Items in %s are not in the collection any more"
              .formatted(after.table(), table));
    }
    List<String> found = new ArrayList<>();
    Set<String> key =
        in.key().stream().map(KeyAttribute::name).collect(Collectors.toCollection(TreeSet::new));
    for (String attribute : key) {
      String old = keys.getOrDefault(attribute, "{" + attribute + "}");
      String now = after.keys().getOrDefault(attribute, "{" + attribute + "}");
      if (!old.equals(now)) {
        found.add(
            "the template of %s changes from %s to %s. Stored items are not found any more"
                .formatted(attribute, old, now));
      }
    }
    keys.forEach(
        (attribute, old) -> {
          String now = after.keys().getOrDefault(attribute, old);
          if (!key.contains(attribute) && !old.equals(now)) {
            found.add(
                ("the template of %s changes from %s to %s. Queries by the index do not find"
                        + " stored items until they are written again")
                    .formatted(attribute, old, now));
          }
        });
    if (!type.equals(after.type())) {
      found.add(
          "its type changes from %s to %s. Stored items are not in the collection any more"
              .formatted(type, after.type()));
    }
    return found;
  }
}
