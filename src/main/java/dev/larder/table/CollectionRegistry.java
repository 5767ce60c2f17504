package dev.larder.table;

import dev.larder.dynamo.PlainTable;
import dev.larder.dynamo.StoredTable;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.CollectionRules;
import dev.larder.table.config.LarderConfig;
import dev.larder.table.model.CollectionLayout;
import dev.larder.table.model.CollectionModel;
import dev.larder.table.model.CollectionName;
import dev.larder.table.model.Distinction;
import dev.larder.table.model.ItemPath;
import dev.larder.table.model.Model;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableSchema;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The configured collections. The first request for a collection loads its table's schema, once per
 * container. Failures are not cached: the next request tries again.
 */
@Singleton
@Startup
public class CollectionRegistry {
  private static final Logger LOG = Logger.getLogger(CollectionRegistry.class);

  /** The name of the collection that {@code TABLE_NAME} configures. */
  public static final String DEFAULT = "items";

  private final Model model;
  private final TableRepository tables;
  private final ItemValidatorFactory validators;
  private final Optional<String> systemTable;
  private final double readUnits;
  private final Map<String, Configured> configured = new TreeMap<>();
  private final Map<String, Collection> collections = new ConcurrentHashMap<>();
  private final Map<String, Description> described = new ConcurrentHashMap<>();
  private final CollectionPaths paths;
  private final Clock clock;

  /** A collection with its indexes, as they were at a time. */
  private record Description(Collection collection, Instant time) {}

  /** The settings of a collection, known without a call to DynamoDB. */
  private record Configured(
      StoredTable table,
      Optional<TableSchema> modelled,
      Optional<Collection.Declaration> declaration,
      Expiry expiry,
      boolean scannable,
      double readUnits,
      Optional<ItemValidator> itemValidator,
      CollectionRules rules) {
    /**
     * @throws IllegalArgumentException if a rule is about an attribute that does not fit
     */
    Collection with(String name, TableSchema schema) {
      rules.rows().keySet().forEach(attribute -> requireText(name, rules, schema, attribute));
      rules.fields().keySet().forEach(attribute -> requireNoKey(name, schema, attribute));
      return new Collection(
          name,
          table,
          schema,
          expiry,
          scannable,
          readUnits,
          itemValidator,
          Optional.empty(),
          Fields.ALL,
          true,
          declaration,
          Item.NONE);
    }

    private static void requireText(
        String name, CollectionRules rules, TableSchema schema, String attribute) {
      if (schema.definition(attribute).filter(key -> key.type() != KeyType.S).isPresent()) {
        throw refused(
            name,
            rules.settingOf(attribute)
                + attribute
                + ", which is a key attribute of its table but not a string; set it to an"
                + " attribute of type S");
      }
    }

    private static void requireNoKey(String name, TableSchema schema, String attribute) {
      if (schema.key().stream().anyMatch(key -> key.name().equals(attribute))) {
        throw refused(
            name,
            ".fields has "
                + attribute
                + ", which is in the key of the items and so in their paths; remove it from fields");
      }
    }
  }

  /**
   * @throws IllegalArgumentException naming the setting that is wrong
   */
  CollectionRegistry(
      LarderConfig config,
      Model model,
      TableRepository tables,
      ItemValidatorFactory validators,
      Clock clock) {
    this.model = model;
    this.clock = clock;
    this.validators = validators;
    this.tables = tables;
    this.systemTable = config.systemTable();
    this.readUnits = config.limits().readUnits();
    config.collections().forEach(this::configure);
    this.paths = new CollectionPaths(declaredPaths());
    refuseTwoKeysOfOneTable();
    refuseDifferentRulesOfOneTable(config);
  }

  private static IllegalArgumentException refused(String name, String complaint) {
    return new IllegalArgumentException("larder.collections." + name + complaint);
  }

  /** The setting that names the table of a collection. */
  static String tableSetting(String name) {
    return "larder.collections." + name + ".table" + (name.equals(DEFAULT) ? " (TABLE_NAME)" : "");
  }

  /** Says that a table's key differs from the key that a setting requires. */
  static String wrongKey(String setting, TableSchema expected, String table, TableSchema found) {
    return setting
        + " needs the key "
        + expected.describeStoredKey()
        + ", but the key of the table "
        + table
        + " is "
        + found.describeStoredKey()
        + ".";
  }

  private void configure(String name, LarderConfig.CollectionConfig config) {
    if (!CollectionName.isWellFormed(name)) {
      throw refused(
          name,
          ": the name of a collection must start with a letter or digit and have only"
              + " letters, digits, - and _");
    }
    if (CollectionName.isReserved(name)) {
      throw refused(
          name,
          ": this name is reserved, because /"
              + name
              + " is a path of the API itself; choose another name");
    }
    Optional<String> table = config.table().filter(value -> !value.isBlank());
    if (table.isEmpty()) {
      if (name.equals(DEFAULT)
          && Stream.of(
                  config.key(),
                  config.readUnits(),
                  config.schema(),
                  config.ttlAttribute(),
                  config.read(),
                  config.write(),
                  config.admin(),
                  config.owner(),
                  config.rows(),
                  config.share(),
                  config.fields())
              .allMatch(Optional::isEmpty)) {
        return;
      }
      throw new IllegalArgumentException(
          name.equals(DEFAULT)
              ? "TABLE_NAME is not set, but other settings of larder.collections.items are, and"
                  + " they need a table"
              : "larder.collections."
                  + name
                  + ".table is not set; set it to the name or ARN of a table");
    }
    CollectionRules rules = CollectionRules.of("larder.collections." + name, config);
    refuseContradictions(name, table.get(), config, rules);
    Optional<ItemValidator> itemValidator =
        config
            .schema()
            .map(schema -> validators.create("larder.collections." + name + ".schema", schema));
    Optional<CollectionLayout> layout =
        Optional.ofNullable(model.collections().get(name))
            .map(
                modelled ->
                    CollectionLayout.of(
                        model,
                        name,
                        table.get(),
                        attribute ->
                            itemValidator
                                .flatMap(has -> has.typeOf(attribute))
                                .filter(KeyType.N::equals)
                                .isPresent()));
    Configured collection =
        new Configured(
            layout.map(CollectionLayout::table).orElseGet(() -> new PlainTable(table.get())),
            layout.map(CollectionLayout::schema),
            layout.map(of -> declaration(name, of.path())),
            new Expiry(config.ttlAttribute()),
            config.scan(),
            config.readUnits().orElse(readUnits),
            itemValidator,
            rules);
    configured.put(name, collection);
    collection
        .modelled()
        .or(() -> config.key().map(key -> schema(name, key)))
        .ifPresent(schema -> collections.put(name, collection.with(name, schema)));
  }

  private Collection.Declaration declaration(String name, ItemPath path) {
    CollectionModel declared = model.collections().get(name);
    return new Collection.Declaration(
        path, declared.generate().keySet(), declared.parent().map(parent -> () -> get(parent)));
  }

  private Map<String, ItemPath> declaredPaths() {
    Map<String, ItemPath> declared = new TreeMap<>();
    configured.forEach(
        (name, collection) ->
            collection.declaration().ifPresent(of -> declared.put(name, of.path())));
    return declared;
  }

  /** The paths of the collections that the model declares. */
  @Produces
  @Singleton
  CollectionPaths paths() {
    return paths;
  }

  private void refuseTwoKeysOfOneTable() {
    Map<String, Collection> ofTables = new HashMap<>();
    for (Collection collection : new TreeMap<>(collections).values()) {
      if (model.collections().containsKey(collection.name())) {
        continue;
      }
      Collection other =
          ofTables.putIfAbsent(TableCollections.tableName(collection.table().name()), collection);
      if (other != null && !other.schema().key().equals(collection.schema().key())) {
        throw new IllegalArgumentException(
            "larder.collections."
                + other.name()
                + ".key and larder.collections."
                + collection.name()
                + ".key differ, but both describe the key of the table "
                + collection.table().name());
      }
    }
  }

  /** Each collection shows all items of its table, also those that another one's rules protect. */
  private void refuseDifferentRulesOfOneTable(LarderConfig config) {
    List<String> names = List.copyOf(configured.keySet());
    for (int i = 0; i < names.size(); i++) {
      for (String name : names.subList(i + 1, names.size())) {
        refuseDifferentRules(config, names.get(i), name);
      }
    }
  }

  private void refuseDifferentRules(LarderConfig config, String name, String other) {
    String table = configured.get(other).table().name();
    List<String> different =
        differentRules(config.collections().get(name), config.collections().get(other));
    if (TableCollections.isSameTable(configured.get(name).table().name(), table)
        && !different.isEmpty()
        && !isToldApart(name, other)) {
      throw refused(
          name,
          " and larder.collections."
              + other
              + " are both on the table "
              + table
              + ", but differ in "
              + String.join(", ", different)
              + ". Each would read and write the other's items past the other's rules; give both"
              + " the same rules, or each a table of its own");
    }
  }

  /** The environment may have other tables and rules than the model, which has been checked. */
  private boolean isToldApart(String name, String other) {
    return model.collections().containsKey(name)
        && model.collections().containsKey(other)
        && Distinction.of(model, name).tellsFrom(Distinction.of(model, other));
  }

  private static List<String> differentRules(
      LarderConfig.CollectionConfig one, LarderConfig.CollectionConfig other) {
    Map<String, Function<LarderConfig.CollectionConfig, Object>> rules = new TreeMap<>();
    rules.put("read", config -> config.read().map(Set::copyOf));
    rules.put("write", config -> config.write().map(Set::copyOf));
    rules.put("admin", config -> config.admin().map(Set::copyOf));
    rules.put("owner", LarderConfig.CollectionConfig::owner);
    rules.put("rows", LarderConfig.CollectionConfig::rows);
    rules.put("share", LarderConfig.CollectionConfig::share);
    rules.put("fields", LarderConfig.CollectionConfig::fields);
    rules.put("schema", LarderConfig.CollectionConfig::schema);
    return rules.entrySet().stream()
        .filter(rule -> !rule.getValue().apply(one).equals(rule.getValue().apply(other)))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void refuseContradictions(
      String name, String table, LarderConfig.CollectionConfig config, CollectionRules rules) {
    if (systemTable
        .map(TableCollections::tableName)
        .filter(TableCollections.tableName(table)::equals)
        .isPresent()) {
      throw refused(
          name,
          ".table is also larder.system-table, which stores Larder's own records and cannot"
              + " be a collection; set one of them to another table");
    }
    if (config.ttlAttribute().equals(Optional.of(ItemVersion.ATTRIBUTE))) {
      throw refused(
          name,
          ".ttl-attribute is "
              + ItemVersion.ATTRIBUTE
              + ", which is the version of the items; set it to another attribute");
    }
    for (String attribute : rules.attributes()) {
      if (attribute.equals(ItemVersion.ATTRIBUTE)
          || config.ttlAttribute().equals(Optional.of(attribute))) {
        throw refused(
            name,
            rules.settingOf(attribute)
                + attribute
                + ", which is the version or the expiry time of the items; set it to another"
                + " attribute");
      }
    }
  }

  private static TableSchema schema(String name, String key) {
    try {
      return TableSchema.parse(key);
    } catch (IllegalArgumentException e) {
      throw refused(name, ".key " + e.getMessage());
    }
  }

  /**
   * Returns the collection with its key; its indexes may be missing.
   *
   * @throws MisconfiguredException if the table does not exist or does not fit the settings
   * @throws ProblemException {@code unknown-collection}, or the problem for the error that
   *     DescribeTable returned
   */
  public Collection get(String name) {
    Collection collection = collections.get(name);
    if (collection != null) {
      return collection;
    }
    known(name);
    return collections.computeIfAbsent(name, this::described);
  }

  /**
   * Returns the collection with its key and indexes. Unless the model declares them, this calls
   * DescribeTable once, even if the key is configured.
   *
   * @throws ProblemException as {@link #get}
   */
  public Collection described(String name) {
    Configured known = known(name);
    return described
        .computeIfAbsent(
            name,
            absent ->
                known
                    .modelled()
                    .map(schema -> new Description(collections.get(name), clock.instant()))
                    .orElseGet(() -> describe(name, known)))
        .collection();
  }

  /**
   * Returns the collection with its key and current indexes. This calls DescribeTable, unless
   * another call has replaced the description since, or the description is too new to be wrong.
   *
   * @param outdated the collection as {@link #described} returned it, with any access
   * @param age how old its description must be
   * @throws ProblemException as {@link #get}
   */
  public Collection describedAnew(Collection outdated, Duration age) {
    Configured settings = known(outdated.name());
    Collection current =
        described
            .compute(
                outdated.name(),
                (name, last) ->
                    last != null
                            && (last.collection().schema() != outdated.schema()
                                || clock.instant().isBefore(last.time().plus(age)))
                        ? last
                        : describe(name, settings))
            .collection();
    collections.computeIfPresent(
        outdated.name(), (name, keyed) -> keyed.schema() == outdated.schema() ? current : keyed);
    return current;
  }

  private Description describe(String name, Configured known) {
    Instant now = clock.instant();
    try {
      TableSchema schema = tables.schema(known.table().name());
      Collection configured = collections.get(name);
      if (configured != null
          && !configured.schema().storedAttributes().equals(schema.storedAttributes())) {
        throw new IllegalArgumentException(
            wrongKey(
                known.modelled().isPresent()
                    ? "The collection " + name + " of the model"
                    : "larder.collections." + name + ".key",
                configured.schema(),
                known.table().name(),
                schema));
      }
      return new Description(
          known.with(name, known.modelled().map(of -> of.withStateOf(schema)).orElse(schema)), now);
    } catch (TableDescriptionException e) {
      throw new MisconfiguredException(e.finding(tableSetting(name)), e.getCause());
    } catch (IllegalArgumentException e) {
      throw new MisconfiguredException(e.getMessage(), e);
    }
  }

  /**
   * The collection that the first request most likely uses, if that needs DescribeTable: the only
   * collection, or that of {@code TABLE_NAME}.
   */
  public Optional<String> likelyFirstCollection() {
    return configured.keySet().stream()
        .filter(name -> configured.size() == 1 || name.equals(DEFAULT))
        .filter(name -> !collections.containsKey(name))
        .findFirst();
  }

  /**
   * Forgets the indexes, so that the next use loads them again. Keys stay: a table's key never
   * changes.
   */
  public void forgetIndexes() {
    described.clear();
  }

  @Produces
  @Singleton
  TableCollections tableCollections() {
    return new TableCollections(
        configured.entrySet().stream()
            .map(
                collection ->
                    new TableCollections.OnTable(
                        collection.getKey(),
                        collection.getValue().table(),
                        collection.getValue().modelled()))
            .toList());
  }

  private Configured known(String name) {
    Configured known = configured.get(name);
    if (known == null) {
      throw unknownCollection(any -> true);
    }
    return known;
  }

  /**
   * The {@code unknown-collection} problem. Its detail lists the existing collections.
   *
   * @param tellable selects the names that the caller may learn
   */
  public ProblemException unknownCollection(Predicate<String> tellable) {
    List<String> told = names().stream().filter(tellable).toList();
    if (configured.isEmpty()) {
      return unknownCollection("No collection is configured. Set TABLE_NAME.");
    }
    return unknownCollection(
        told.isEmpty()
            ? "You do not have access to any collection."
            : "The collections are " + String.join(", ", told) + ".");
  }

  private static ProblemException unknownCollection(String detail) {
    return new ProblemException(ProblemType.UNKNOWN_COLLECTION, detail);
  }

  public Set<String> names() {
    return configured.keySet();
  }
}
