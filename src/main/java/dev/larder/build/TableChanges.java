package dev.larder.build;

import dev.larder.table.model.IndexModel;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.KeyAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a deployment would do to tables that a stack has created, where a model differs from an
 * earlier one: what would take data out of service, and what CloudFormation or DynamoDB would
 * refuse. A table or an index that is new harms nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html">Which
 *     property of AWS::DynamoDB::Table requires a replacement</a>
 */
final class TableChanges {
  private final TableModel before;
  private final TableModel after;
  private final List<String> found = new ArrayList<>();

  private TableChanges(TableModel before, TableModel after) {
    this.before = before;
    this.after = after;
  }

  /**
   * Returns the harmful changes.
   *
   * @param after null if the table is in the model no more
   */
  static List<String> between(TableModel before, TableModel after) {
    if (before.name().isPresent()) {
      return after == null || after.name().isPresent()
          ? List.of()
          : List.of(
              "it has no name any more. The stack creates a new, empty table, and the function"
                  + " serves that one instead of "
                  + before.name().get());
    }
    if (after == null) {
      return List.of(
          "it is not in the model any more. The stack forgets the table, which stays with its items"
              + " (deletion policy Retain); nothing serves it, and a table that a later model calls"
              + " so is a new, empty one");
    }
    if (after.name().isPresent()) {
      return List.of(
          "it has a name now. The stack forgets the table that it created, which stays with its"
              + " items (deletion policy Retain); the function serves "
              + after.name().get());
    }
    TableChanges changes = new TableChanges(before, after);
    changes.findReplacement();
    // A new table has everything at once, so nothing else matters.
    if (changes.found.isEmpty()) {
      changes.findIndexes();
      changes.findTtl();
      if (before.stream() && !after.stream()) {
        changes.found.add("its stream ends. Changes that nobody has read yet are lost");
      }
    }
    return changes.found;
  }

  private void findReplacement() {
    List<String> reasons = new ArrayList<>();
    if (!before.key().equals(after.key())) {
      reasons.add("its key changes from " + text(before.key()) + " to " + text(after.key()));
    }
    types(before)
        .forEach(
            (attribute, type) -> {
              String now = types(after).getOrDefault(attribute, type);
              if (!now.equals(type) && before.key().equals(after.key())) {
                reasons.add("the type of %s changes from %s to %s".formatted(attribute, type, now));
              }
            });
    Map<String, IndexModel> local = indexes(before, true);
    Map<String, IndexModel> localNow = indexes(after, true);
    if (!local.keySet().equals(localNow.keySet())
        || !local.values().stream().allMatch(index -> isSame(index, localNow.get(index.name())))) {
      reasons.add("its local indexes change, which are made with the table");
    }
    if (!reasons.isEmpty()) {
      found.add(
          String.join(", and ", reasons)
              + ". The stack replaces the table by a new, empty one; the old one stays with its"
              + " items (deletion policy Retain), but nothing serves it");
    }
  }

  private static String text(List<KeyAttribute> key) {
    return key.stream()
        .map(attribute -> attribute.name() + ":" + attribute.type())
        .collect(Collectors.joining(","));
  }

  private static Map<String, String> types(TableModel table) {
    Map<String, String> types = new TreeMap<>();
    table
        .keyAttributes()
        .forEach(attribute -> types.put(attribute.name(), attribute.type().name()));
    return types;
  }

  private static Map<String, IndexModel> indexes(TableModel table, boolean local) {
    return table.indexes().stream()
        .filter(index -> index.local() == local)
        .collect(Collectors.toMap(IndexModel::name, index -> index, (a, b) -> a, TreeMap::new));
  }

  private void findIndexes() {
    Map<String, IndexModel> old = indexes(before, false);
    Map<String, IndexModel> now = indexes(after, false);
    List<String> changed = new ArrayList<>();
    List<String> addedOrRemoved = new ArrayList<>();
    old.forEach(
        (name, index) -> {
          if (!now.containsKey(name)) {
            addedOrRemoved.add(name);
            found.add(
                "the index "
                    + name
                    + " is removed. DynamoDB deletes it, and what queries it fails or scans from"
                    + " then on; to have it again, DynamoDB must build it from all items");
          } else if (!isSame(index, now.get(name))) {
            changed.add(name);
          }
        });
    now.keySet().stream().filter(name -> !old.containsKey(name)).forEach(addedOrRemoved::add);
    for (String name : changed) {
      found.add(
          "key or projection of the index "
              + name
              + " change. DynamoDB changes no index, and the deployment fails: add an index of"
              + " another name, deploy, then remove "
              + name
              + " and deploy again");
    }
    if (addedOrRemoved.size() > 1) {
      found.add(
          "the indexes "
              + String.join(", ", addedOrRemoved)
              + " are added or removed together. DynamoDB adds or removes one at a time, and the"
              + " deployment fails: deploy with one of these changes, then with the next");
    }
  }

  private static boolean isSame(IndexModel before, IndexModel after) {
    return before.partition().equals(after.partition())
        && before.sort().equals(after.sort())
        && before.projected().map(Set::copyOf).equals(after.projected().map(Set::copyOf));
  }

  private void findTtl() {
    if (before.ttl().isEmpty() || before.ttl().equals(after.ttl())) {
      return;
    }
    found.add(
        after
            .ttl()
            .map(
                attribute ->
                    "its ttl changes from %s to %s. DynamoDB refuses that in one update, and the"
                            .formatted(before.ttl().get(), attribute)
                        + " deployment fails: deploy without ttl, and an hour later with the new"
                        + " one")
            .orElse(
                "its ttl is removed. Items with %s do not expire any more"
                    .formatted(before.ttl().get())));
  }
}
