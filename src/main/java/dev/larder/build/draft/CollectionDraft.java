package dev.larder.build.draft;

import dev.larder.dynamo.item.Item;
import dev.larder.table.model.CollectionModel;
import dev.larder.table.model.IndexModel;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A collection as the items of a table suggest it.
 *
 * @param numbers attributes in templates that are numbers
 * @param notes what could not be told
 * @param score how much of the keys is explained, to compare ways to split the items of a table
 */
record CollectionDraft(
    CollectionModel model,
    List<Item> items,
    Set<String> numbers,
    List<String> notes,
    double score) {
  private static final double OF_INDEX = 0.5;
  private static final double OF_TEXT = 0.25;

  /** The type and the version that ElectroDB writes into each item. */
  private static final Set<String> OF_LIBRARIES = Set.of("__edb_e__", "__edb_v__");

  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}:]+)[^}]*}");

  /**
   * @param composed the key attributes whose values are texts and values, by their names or values
   */
  static CollectionDraft of(TableModel table, ItemGroup group, Set<String> composed) {
    return new Keys(table, group, composed).draft();
  }

  /** The key attributes of the table, then those of its indexes. */
  static List<KeyAttribute> keysOf(TableModel table) {
    return Stream.concat(
            table.key().stream(), table.indexes().stream().flatMap(CollectionDraft::key))
        .distinct()
        .toList();
  }

  private static Stream<KeyAttribute> key(IndexModel index) {
    return Stream.concat(index.partition().stream(), index.sort().stream());
  }

  private static final class Keys {
    private final TableModel table;
    private final ItemGroup group;
    private final Set<String> composed;
    private final Map<String, String> templates = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private double score;

    Keys(TableModel table, ItemGroup group, Set<String> composed) {
      this.table = table;
      this.group = group;
      this.composed = composed;
    }

    CollectionDraft draft() {
      List<KeyAttribute> keys = keysOf(table);
      Set<String> keyNames = keys.stream().map(KeyAttribute::name).collect(Collectors.toSet());
      Set<String> names = attributes();
      names.removeAll(keyNames);
      for (KeyAttribute key : keys) {
        search(key, names, composed.contains(key.name()));
      }
      Set<String> parts = new HashSet<>();
      for (KeyAttribute key : keys) {
        if (!templates.containsKey(key.name()) && !parts.contains(key.name())) {
          Set<String> withKeys = new LinkedHashSet<>(names);
          withKeys.addAll(keyNames);
          withKeys.removeAll(templates.keySet());
          search(key, withKeys, false);
          parts.addAll(variables(templates.getOrDefault(key.name(), "")));
        }
      }
      keys.stream()
          .map(KeyAttribute::name)
          .filter(name -> composed.contains(name) && !templates.containsKey(name))
          .filter(name -> group.items().stream().anyMatch(item -> item.has(name)))
          .forEach(name -> notes.add(name + " has values whose parts could not be told"));
      noteIndexes();
      CollectionModel model =
          new CollectionModel(
              group.name(),
              table.id(),
              Optional.empty(),
              inOrder(keys),
              group.type(),
              Map.of(),
              true,
              Optional.empty());
      return new CollectionDraft(model, group.items(), numbers(), notes, score);
    }

    private Map<String, String> inOrder(List<KeyAttribute> keys) {
      Map<String, String> all = new LinkedHashMap<>();
      keys.stream()
          .map(KeyAttribute::name)
          .filter(templates::containsKey)
          .forEach(name -> all.put(name, templates.get(name)));
      return all;
    }

    private Set<String> attributes() {
      Set<String> names = new TreeSet<>();
      group.items().forEach(item -> names.addAll(item.attributes().keySet()));
      names.removeAll(group.type().keySet());
      names.removeAll(OF_LIBRARIES);
      names.remove(ItemVersion.ATTRIBUTE);
      table.ttl().ifPresent(names::remove);
      return names;
    }

    private static List<String> variables(String template) {
      return VARIABLE.matcher(template).results().map(each -> each.group(1)).toList();
    }

    private void search(KeyAttribute key, Set<String> names, boolean ofTexts) {
      List<Item> having =
          group.items().stream()
              .filter(item -> item.has(key.name()))
              .filter(
                  item -> item.attributes().get(key.name()).type().name().equals(key.type().name()))
              .toList();
      if (having.isEmpty()) {
        return;
      }
      KeyPattern pattern = new TemplateSearch(key, having, names).find(ofTexts);
      if (pattern.template().isEmpty()) {
        return;
      }
      templates.put(key.name(), pattern.template().get());
      notes.addAll(pattern.notes());
      double part = pattern.proven() + OF_TEXT * (pattern.matched() - pattern.proven());
      score += table.key().contains(key) ? part : OF_INDEX * part;
    }

    /** A write makes an item a part of each index for which it has the attributes. */
    private void noteIndexes() {
      for (IndexModel index : table.indexes()) {
        List<String> keys = key(index).map(KeyAttribute::name).toList();
        if (keys.stream().noneMatch(templates::containsKey)) {
          continue;
        }
        Set<String> needed =
            keys.stream()
                .flatMap(
                    key ->
                        templates.containsKey(key)
                            ? variables(templates.get(key)).stream()
                            : Stream.of(key))
                .collect(Collectors.toSet());
        long outside =
            group.items().stream()
                .filter(item -> !keys.stream().allMatch(item::has))
                .filter(item -> needed.stream().allMatch(item::has))
                .count();
        if (outside > 0) {
          notes.add(
              "%s lacks %d of %d items that have its attributes; a write puts such an item into it"
                  .formatted(index.name(), outside, group.items().size()));
        }
      }
    }

    private Set<String> numbers() {
      return templates.values().stream()
          .filter(template -> !template.matches("\\{[^{}:]+}"))
          .flatMap(
              template ->
                  variables(template).stream().filter(name -> template.contains("{" + name + "}")))
          .filter(
              name ->
                  group.items().stream()
                      .anyMatch(item -> item.has(name) && item.attributes().get(name).n() != null))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
