package dev.larder.table.model;

import dev.larder.dynamo.StoredTable;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.schema.KeyTemplate;
import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table that can have the items of several collections, with keys that are composed by templates.
 */
public final class ModelledTable implements StoredTable {
  private final String name;
  private final TableSchema schema;
  private final KeyTemplates ownKey;

  /** The index that is read, if it lacks attributes of the items. */
  private final Optional<TableIndex> readBy;

  /** The templates of each index of which not all are attributes of the items. */
  private final List<List<KeyTemplate>> indexes;

  private final Map<String, AttributeValue> type;
  private final boolean storesAttributes;
  private final boolean isShared;
  private final Set<String> keyVariables;
  private final Set<String> indexVariables;
  private final Set<String> hidden;

  /** The templates of the table and its indexes that are not attributes of the items. */
  private final List<KeyTemplate> composed;

  /** The attributes of the items that are themselves keys of the table or an index. */
  private final Set<String> plainKeys;

  /** Whether a stored key is that of another collection of the table. */
  private final List<KeyTemplates> others;

  /** This table as each index stores it that lacks attributes of the items. */
  private final Map<String, StoredTable> byIndex;

  /** The templates of a table's key. */
  public record KeyTemplates(KeyTemplate partition, Optional<KeyTemplate> sort) {
    /**
     * The attributes of which a stored key is composed; empty if these templates do not make it.
     */
    Optional<Map<String, AttributeValue>> parse(Map<String, AttributeValue> stored) {
      Optional<Map<String, AttributeValue>> values =
          partition.parse(stored.get(partition.stored().name()));
      if (values.isEmpty() || sort.isEmpty()) {
        return values;
      }
      Optional<Map<String, AttributeValue>> sorted =
          sort.get().parse(stored.get(sort.get().stored().name()));
      if (sorted.isEmpty()) {
        return Optional.empty();
      }
      Map<String, AttributeValue> all = new LinkedHashMap<>(values.get());
      for (Map.Entry<String, AttributeValue> each : sorted.get().entrySet()) {
        AttributeValue same = all.putIfAbsent(each.getKey(), each.getValue());
        if (same != null && !same.equals(each.getValue())) {
          return Optional.empty();
        }
      }
      return Optional.of(all);
    }

    Stream<KeyTemplate> templates() {
      return Stream.concat(Stream.of(partition), sort.stream());
    }

    /** The number of characters that every key has. */
    int literalLength() {
      return templates()
          .flatMap(template -> template.parts().stream())
          .mapToInt(part -> part instanceof KeyTemplate.Literal text ? text.text().length() : 0)
          .sum();
    }
  }

  /**
   * @param name the table's name or ARN
   * @param schema with the templates of the collection
   * @param type the attributes that tell its items from others
   * @param storesAttributes whether attributes of templates are also stored as attributes
   * @param isShared whether the table has items of other collections too
   * @param others the keys of the other collections of the table whose items have no other type;
   *     one that has more literal text than this collection's is not a key of this collection
   */
  public ModelledTable(
      String name,
      TableSchema schema,
      Map<String, AttributeValue> type,
      boolean storesAttributes,
      boolean isShared,
      List<KeyTemplates> others) {
    this(name, schema, type, storesAttributes, isShared, others, Optional.empty());
  }

  private ModelledTable(
      String name,
      TableSchema schema,
      Map<String, AttributeValue> type,
      boolean storesAttributes,
      boolean isShared,
      List<KeyTemplates> others,
      Optional<TableIndex> readBy) {
    this.name = name;
    this.schema = schema;
    this.readBy = readBy;
    this.ownKey = new KeyTemplates(schema.partitionKey(), schema.sortKey());
    this.type = Map.copyOf(type);
    this.storesAttributes = storesAttributes;
    this.isShared = isShared;
    this.others =
        others.stream().filter(other -> other.literalLength() > ownKey.literalLength()).toList();
    this.indexes =
        schema.completed().indexes().stream()
            .map(TableIndex::templates)
            .map(Stream::toList)
            .filter(templates -> !templates.stream().allMatch(KeyTemplate::isAttribute))
            .toList();
    this.plainKeys =
        Stream.concat(key(), schema.completed().indexes().stream().flatMap(TableIndex::templates))
            .filter(KeyTemplate::isAttribute)
            .map(template -> template.stored().name())
            .collect(Collectors.toSet());
    this.keyVariables = variables(key());
    this.indexVariables = variables(indexes.stream().flatMap(List::stream));
    this.composed = schema.templates();
    this.hidden = new HashSet<>(type.keySet());
    composed.forEach(template -> hidden.add(template.stored().name()));
    this.byIndex = new HashMap<>();
    if (readBy.isEmpty()) {
      schema.completed().indexes().stream()
          .filter(index -> index.projected().isPresent())
          .forEach(index -> byIndex.put(index.name(), partial(index)));
    }
  }

  private static Set<String> variables(Stream<KeyTemplate> templates) {
    return templates
        .flatMap(template -> template.variables().stream())
        .map(variable -> variable.attribute().name())
        .collect(Collectors.toSet());
  }

  private Stream<KeyTemplate> key() {
    return ownKey.templates();
  }

  private Stream<KeyTemplate> keysRead() {
    return Stream.concat(key(), readBy.stream().flatMap(TableIndex::templates));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isShared() {
    return isShared;
  }

  /** Whether an item is one of the collection shows only when its key is taken apart. */
  @Override
  public boolean showsAll() {
    return false;
  }

  @Override
  public boolean stores(String attribute) {
    return storesAttributes || plainKeys.contains(attribute) || !isComposed(attribute);
  }

  @Override
  public boolean isComposed(String attribute) {
    return keyVariables.contains(attribute) || indexVariables.contains(attribute);
  }

  @Override
  public Set<String> partsOf(String storedKey) {
    // An item has the keys of an index only if it has the attributes of all of them.
    return Stream.concat(Stream.of(key().toList()), indexes.stream())
        .filter(keys -> keys.stream().anyMatch(of -> of.stored().name().equals(storedKey)))
        .flatMap(keys -> variables(keys.stream()).stream())
        .collect(Collectors.toSet());
  }

  @Override
  public Set<String> marks() {
    return type.keySet();
  }

  @Override
  public StoredTable readBy(String index) {
    return byIndex.getOrDefault(index, this);
  }

  private ModelledTable partial(TableIndex index) {
    Map<String, AttributeValue> projectedType = new LinkedHashMap<>(type);
    projectedType.keySet().retainAll(index.projected().orElseThrow());
    return new ModelledTable(
        name, schema, projectedType, storesAttributes, isShared, others, Optional.of(index));
  }

  @Override
  public Item storedKey(Item key) {
    Map<String, AttributeValue> stored = new LinkedHashMap<>();
    key().forEach(template -> stored.put(template.stored().name(), composed(template, key)));
    return Item.of(stored);
  }

  private static AttributeValue composed(KeyTemplate template, Item key) {
    return template
        .compose(key, ProblemType.INVALID_ITEM)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The key lacks an attribute of the template " + template.text()));
  }

  @Override
  public Optional<Condition> partOf(Item key) {
    if (keyVariables.stream().allMatch(key::has)) {
      return Optional.empty();
    }
    KeyTemplate sort = ownKey.sort().orElseThrow();
    int known = 0;
    while (key.has(sort.variables().get(known).attribute().name())) {
      known++;
    }
    Condition partition =
        Condition.equal(ownKey.partition().stored().name(), composed(ownKey.partition(), key));
    String lead = sort.lead(known, key, ProblemType.INVALID_KEY);
    return Optional.of(
        lead.isEmpty()
            ? partition
            : partition.and(
                new Condition.StartsWith(
                    List.of(sort.stored().name()), AttributeValue.fromS(lead))));
  }

  @Override
  public Item stored(Item item) {
    Map<String, AttributeValue> stored = new LinkedHashMap<>(item.attributes());
    Set<String> held = new HashSet<>();
    key().forEach(template -> put(template, item, stored, held));
    for (List<KeyTemplate> index : indexes) {
      if (index.stream().allMatch(template -> hasAll(template, item))) {
        index.forEach(template -> put(template, item, stored, held));
      }
    }
    if (!storesAttributes) {
      held.removeAll(plainKeys);
      held.forEach(stored::remove);
    }
    stored.putAll(type);
    return Item.of(stored);
  }

  private static boolean hasAll(KeyTemplate template, Item item) {
    return template.variables().stream().allMatch(each -> item.has(each.attribute().name()));
  }

  private static void put(
      KeyTemplate template, Item item, Map<String, AttributeValue> stored, Set<String> held) {
    stored.put(template.stored().name(), composed(template, item));
    if (!template.isAttribute()) {
      template.variables().forEach(variable -> held.add(variable.attribute().name()));
    }
  }

  @Override
  public Optional<Item> shown(Item stored) {
    Map<String, AttributeValue> attributes = stored.attributes();
    for (Map.Entry<String, AttributeValue> each : type.entrySet()) {
      if (!each.getValue().equals(attributes.get(each.getKey()))) {
        return Optional.empty();
      }
    }
    Optional<Map<String, AttributeValue>> key = ownKey.parse(attributes);
    if (key.isEmpty() || belongsToOther(attributes)) {
      return Optional.empty();
    }
    Map<String, AttributeValue> shown = new LinkedHashMap<>(key.get());
    attributes.forEach(
        (attribute, value) -> {
          if (!hidden.contains(attribute)) {
            shown.putIfAbsent(attribute, value);
          }
        });
    for (List<KeyTemplate> index : indexes) {
      for (KeyTemplate template : index) {
        template
            .parse(attributes.get(template.stored().name()))
            .ifPresent(values -> values.forEach(shown::putIfAbsent));
      }
    }
    return Optional.of(Item.of(shown));
  }

  private boolean belongsToOther(Map<String, AttributeValue> stored) {
    return others.stream().anyMatch(other -> other.parse(stored).isPresent());
  }

  @Override
  public Item requireOwn(Item item) {
    Item own = item;
    for (Map.Entry<String, AttributeValue> each : type.entrySet()) {
      if (item.has(each.getKey())) {
        if (!item.attributes().get(each.getKey()).equals(each.getValue())) {
          throw new ProblemException(
                  ProblemType.INVALID_ITEM,
                  "The attribute "
                      + each.getKey()
                      + " is \""
                      + each.getValue().s()
                      + "\" in every item of the collection. Omit it.")
              .with("pointer", JsonPointers.to(each.getKey()));
        }
        own = own.without(each.getKey());
      }
    }
    for (KeyTemplate template : composed) {
      own = withoutComposed(template, own);
    }
    if (keyVariables.stream().allMatch(own::has) && belongsToOther(storedKey(own).attributes())) {
      throw new ProblemException(
          ProblemType.INVALID_ITEM,
          "The key would be that of an item of another collection. Choose another key.");
    }
    return own;
  }

  /** Checks that a key can be composed of the item, and drops it if the item repeats it. */
  private static Item withoutComposed(KeyTemplate template, Item item) {
    Optional<AttributeValue> value = template.compose(item, ProblemType.INVALID_ITEM);
    String name = template.stored().name();
    if (!item.has(name)) {
      return item;
    }
    if (!value.equals(Optional.of(item.attributes().get(name)))) {
      throw new ProblemException(
              ProblemType.INVALID_ITEM,
              "The attribute "
                  + name
                  + " is a key that the collection composes as "
                  + template.text()
                  + ". Omit it.")
          .with("pointer", JsonPointers.to(name));
    }
    return item.without(name);
  }

  @Override
  public Projection stored(Projection projection) {
    if (projection.isAll()) {
      return projection;
    }
    List<String> needed = new ArrayList<>(type.keySet());
    key().forEach(template -> needed.add(template.stored().name()));
    if (readBy.isPresent()) {
      needed.addAll(projection.attributes());
      needed.removeAll(variables(keysRead().filter(template -> !template.isAttribute())));
      keysRead().forEach(template -> needed.add(template.stored().name()));
      return Projection.ofAttributes(needed.stream().distinct().toList());
    }
    for (List<KeyTemplate> index : indexes) {
      for (KeyTemplate template : index) {
        if (template.variables().stream()
            .anyMatch(each -> projection.attributes().contains(each.attribute().name()))) {
          needed.add(template.stored().name());
        }
      }
    }
    return projection.plus(needed);
  }

  @Override
  public Condition stored(Condition condition, Item key, boolean replaces) {
    Condition stored = onStored(condition, key);
    if (type.isEmpty()) {
      return stored;
    }
    Condition own = ofType();
    if (!condition.holdsFor(Item.NONE)) {
      return own.and(stored);
    }
    return replaces ? exists().negated().or(own).and(stored) : stored.or(own.negated());
  }

  @Override
  public Condition stored(Condition filter) {
    return type.isEmpty() ? filter : ofType().and(filter);
  }

  private Condition ofType() {
    return Condition.unchanged(Item.of(type));
  }

  private Condition exists() {
    return Condition.exists(ownKey.partition().stored().name());
  }

  /** A condition on attributes that are in the key holds or not, once there is an item. */
  private Condition onStored(Condition condition, Item key) {
    if (condition instanceof Condition.All all) {
      return onStored(all, key);
    }
    if (condition instanceof Condition.Any any) {
      return new Condition.Any(any.conditions().stream().map(each -> onStored(each, key)).toList());
    }
    if (condition instanceof Condition.Not not) {
      return onStored(not.condition(), key).negated();
    }
    return condition instanceof Condition.OnValue onValue ? onStored(onValue, key) : condition;
  }

  private Condition onStored(Condition.OnValue condition, Item key) {
    String attribute = condition.path().get(0);
    if (keyVariables.contains(attribute)) {
      return condition.holdsFor(key) ? exists() : exists().and(exists().negated());
    }
    return stores(attribute) ? condition : onIndexKey(condition, attribute);
  }

  /**
   * All of the conditions, with those on the attributes of an index's key as conditions on that key
   * if the attributes are not stored otherwise.
   */
  private Condition onStored(Condition.All all, Item key) {
    if (all.conditions().stream().allMatch(each -> unstored(each).isEmpty())) {
      return Condition.all(all.conditions().stream().map(each -> onStored(each, key)).toList());
    }
    Map<String, AttributeValue> equal = new LinkedHashMap<>(key.attributes());
    all.conditions().stream()
        .flatMap(each -> equality(each).stream())
        .forEach(each -> equal.put(each.path().get(0), each.value()));
    Item given = Item.of(equal);
    List<Condition> stored = new ArrayList<>();
    Set<String> held = new HashSet<>();
    for (List<KeyTemplate> index : indexes) {
      if (index.stream().allMatch(template -> hasAll(template, given))) {
        for (KeyTemplate template : index) {
          stored.add(Condition.equal(template.stored().name(), composed(template, given)));
          template.variables().forEach(variable -> held.add(variable.attribute().name()));
        }
      }
    }
    for (Condition each : all.conditions()) {
      Optional<Condition.Compared> unstored = unstored(each);
      if (unstored.isEmpty()) {
        stored.add(onStored(each, key));
      } else if (!held.contains(unstored.get().path().get(0))) {
        // An item that is not in the index has the attribute itself.
        stored.add(each);
      }
    }
    return Condition.all(stored);
  }

  /** The condition, if it is that an attribute has a value with which only a key is stored. */
  private Optional<Condition.Compared> unstored(Condition condition) {
    return equality(condition)
        .filter(equality -> !keyVariables.contains(equality.path().get(0)))
        .filter(equality -> !stores(equality.path().get(0)));
  }

  private static Optional<Condition.Compared> equality(Condition condition) {
    return condition instanceof Condition.Compared compared
            && compared.comparison() == Condition.Comparison.EQUAL
            && compared.path().size() == 1
        ? Optional.of(compared)
        : Optional.empty();
  }

  /** The same condition on the only attribute in which a value is stored. */
  private Condition onIndexKey(Condition.OnValue condition, String attribute) {
    return indexes.stream()
        .flatMap(List::stream)
        .filter(template -> template.variables().size() == 1 && template.parts().size() == 1)
        .filter(template -> template.variables().get(0).attribute().name().equals(attribute))
        .findFirst()
        .<Condition>map(template -> condition.at(List.of(template.stored().name())))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.INVALID_PARAMETER,
                    "A write cannot have a condition on "
                        + attribute
                        + ", because the table stores it only as a part of a key."));
  }
}
