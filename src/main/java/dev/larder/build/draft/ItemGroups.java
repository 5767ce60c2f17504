package dev.larder.build.draft;

import dev.larder.dynamo.item.Item;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.KeyAttribute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tells which kinds of items a table has: by an attribute, or by the texts in their keys. */
final class ItemGroups {
  /** Attributes in which libraries and people write the type of an item, the surest first. */
  private static final List<String> USUAL =
      List.of(
          "__edb_e__",
          "_et",
          "__typename",
          "_type",
          "entity",
          "entityType",
          "EntityType",
          "entity_type",
          "Entity",
          "type",
          "Type",
          "itemType",
          "kind");

  private static final double OF_USUAL = 1.02;

  private static final int MOST_TYPES = 40;

  /** The share of the items that have the attribute of their type, in percent. */
  private static final int MOST_OF = 80;

  private static final Pattern GENERIC =
      Pattern.compile(
          "(?i)_?((gsi|lsi)[-_]?\\d*[-_]?)?(pk|sk|(partition|sort|hash|range)[-_]?(key)?)[-_]?\\d*([-_]?(pk|sk))?");

  private static final Pattern HEAD =
      Pattern.compile("([A-Za-z_$][\\w$ -]*)(#|\\||:|/|~).*|([A-Z_]+)");

  private final TableSample sample;
  private final Set<String> composed = new HashSet<>();

  private ItemGroups(TableSample sample) {
    this.sample = sample;
  }

  /** The collections of a table, of its items. */
  static List<CollectionDraft> of(TableSample sample) {
    return new ItemGroups(sample).split();
  }

  private List<CollectionDraft> split() {
    TableModel table = sample.table();
    for (KeyAttribute key : CollectionDraft.keysOf(table)) {
      if (GENERIC.matcher(key.name()).matches() || heads(key.name()).size() > 1) {
        composed.add(key.name());
      }
    }
    List<CollectionDraft> best =
        drafts(List.of(new ItemGroup(TableNames.collection(table.id()), Map.of(), sample.items())));
    if (table.key().stream().noneMatch(key -> composed.contains(key.name()))) {
      return best;
    }
    for (List<ItemGroup> groups : candidates()) {
      List<CollectionDraft> drafts = drafts(groups);
      if (score(drafts) > score(best)) {
        best = drafts;
      }
    }
    return best;
  }

  private List<CollectionDraft> drafts(List<ItemGroup> groups) {
    return groups.stream()
        .map(group -> CollectionDraft.of(sample.table(), group, composed))
        .toList();
  }

  /** An attribute that is known for types is worth as much as a few items in an odd form. */
  private static double score(List<CollectionDraft> drafts) {
    double score = drafts.stream().mapToDouble(CollectionDraft::score).sum();
    boolean isUsual =
        drafts.stream()
            .flatMap(each -> each.model().type().keySet().stream())
            .anyMatch(USUAL::contains);
    return isUsual ? score * OF_USUAL : score;
  }

  /** The texts with which values begin, as {@code ORDER} of {@code ORDER#1}. */
  private Set<String> heads(String key) {
    Set<String> heads = new TreeSet<>();
    sample
        .items()
        .forEach(item -> item.string(key).flatMap(ItemGroups::head).ifPresent(heads::add));
    return heads;
  }

  private static Optional<String> head(String value) {
    Matcher head = HEAD.matcher(value);
    return head.matches()
        ? Optional.of(head.group(1) == null ? head.group(3) : head.group(1))
        : Optional.empty();
  }

  private List<List<ItemGroup>> candidates() {
    Set<String> names = new TreeSet<>();
    sample.items().forEach(item -> names.addAll(item.attributes().keySet()));
    sample.table().key().forEach(key -> names.remove(key.name()));
    List<String> ordered = new ArrayList<>(USUAL);
    ordered.retainAll(names);
    names.removeAll(USUAL);
    CollectionDraft.keysOf(sample.table()).forEach(key -> names.remove(key.name()));
    List<List<ItemGroup>> candidates = new ArrayList<>();
    ordered.forEach(name -> byAttribute(name, true).ifPresent(candidates::add));
    names.forEach(name -> byAttribute(name, false).ifPresent(candidates::add));
    candidates.add(byKeys());
    return candidates;
  }

  private Optional<List<ItemGroup>> byAttribute(String name, boolean isUsual) {
    Map<String, List<Item>> groups = new LinkedHashMap<>();
    int having = 0;
    for (Item item : sample.items()) {
      AttributeValue value = item.attributes().get(name);
      if (value != null && value.s() == null) {
        return Optional.empty();
      }
      if (value != null) {
        having++;
        groups.computeIfAbsent(value.s(), any -> new ArrayList<>()).add(item);
      }
    }
    boolean isFew = isUsual || groups.size() > 1 && groups.size() * 2 <= having;
    if (!isFew
        || groups.isEmpty()
        || groups.size() > MOST_TYPES
        || having * 100 < sample.items().size() * MOST_OF) {
      return Optional.empty();
    }
    return Optional.of(
        groups.entrySet().stream()
            .map(
                group ->
                    new ItemGroup(
                        TableNames.plural(group.getKey()),
                        Map.of(name, group.getKey()),
                        group.getValue()))
            .toList());
  }

  /** By the texts with which the values of the table's key begin. */
  private List<ItemGroup> byKeys() {
    Map<List<String>, List<Item>> groups = new LinkedHashMap<>();
    for (Item item : sample.items()) {
      List<String> heads =
          sample.table().key().stream()
              .map(key -> item.string(key.name()).flatMap(ItemGroups::head).orElse(""))
              .toList();
      groups.computeIfAbsent(heads, any -> new ArrayList<>()).add(item);
    }
    if (groups.size() > MOST_TYPES) {
      return List.of();
    }
    return groups.entrySet().stream()
        .map(group -> new ItemGroup(name(group.getKey()), Map.of(), group.getValue()))
        .toList();
  }

  /**
   * The text of the sort key tells most, unless all items of one kind of partition have it alike.
   */
  private String name(List<String> heads) {
    String last = heads.get(heads.size() - 1);
    boolean isPlain =
        last.isEmpty() || last.matches("(?i)profile|metadata|meta|info|details?|root");
    return TableNames.plural(isPlain && !heads.get(0).isEmpty() ? heads.get(0) : last);
  }
}
