package dev.larder.table;

import dev.larder.dynamo.PlainTable;
import dev.larder.dynamo.StoredTable;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.config.RequestLimits;
import dev.larder.table.filter.Filter;
import dev.larder.table.filter.Operator;
import dev.larder.table.model.ItemPath;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.PathSegments;
import dev.larder.text.QueryValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A DynamoDB table under a name of the API, with its settings and what the current caller may do
 * with it.
 *
 * @param name the name in the path
 * @param table the table, and how it stores the items
 * @param scannable whether a query that no key or index serves may scan the table
 * @param readUnits the read units after which a request begins no further read
 * @param itemValidator checks every item before it is written; empty if the collection has no
 *     schema
 * @param rows which items the caller may read and write; empty if all
 * @param fields which attributes of them
 * @param readable whether the caller may read the collection
 * @param declaration what the model declares of it; empty if settings alone configure it
 * @param parents the attributes that the path of a list gives; empty outside of one
 */
public record Collection(
    String name,
    StoredTable table,
    TableSchema schema,
    Expiry expiry,
    boolean scannable,
    double readUnits,
    Optional<ItemValidator> itemValidator,
    Optional<Rows> rows,
    Fields fields,
    boolean readable,
    Optional<Declaration> declaration,
    Item parents) {
  /**
   * What the model declares of a collection beside its layout.
   *
   * @param path the path of its items
   * @param generated the attributes of the key that are generated for a new item without them
   * @param parent the collection in which the parent of each item must exist
   */
  record Declaration(ItemPath path, Set<String> generated, Optional<Supplier<Collection>> parent) {}

  /** A collection whose table stores items as they are. */
  public Collection(
      String name,
      String table,
      TableSchema schema,
      Expiry expiry,
      boolean scannable,
      double readUnits,
      Optional<ItemValidator> itemValidator,
      Optional<Rows> rows,
      boolean readable) {
    this(
        name,
        new PlainTable(table),
        schema,
        expiry,
        scannable,
        readUnits,
        itemValidator,
        rows,
        Fields.ALL,
        readable,
        Optional.empty(),
        Item.NONE);
  }

  /** This collection with the access of one caller. */
  public Collection withAccess(Optional<Rows> rows, Fields fields, boolean readable) {
    return with(schema, rows, fields, readable, parents);
  }

  /** This collection within the list at a path, whose attributes each item has. */
  public Collection within(Item given) {
    return with(schema, rows, fields, readable, given);
  }

  /** This collection with another state of its table's indexes. */
  public Collection withSchema(TableSchema current) {
    return with(current, rows, fields, readable, parents);
  }

  private Collection with(
      TableSchema schema, Optional<Rows> rows, Fields fields, boolean readable, Item parents) {
    return new Collection(
        name,
        table,
        schema,
        expiry,
        scannable,
        readUnits,
        itemValidator,
        rows,
        fields,
        readable,
        declaration,
        parents);
  }

  /** The path of its items as the model declares it; empty if settings alone configure it. */
  public Optional<ItemPath> path() {
    return declaration.map(Declaration::path);
  }

  /** The canonical path of an item, whichever spelling the request used. */
  public String pathOf(Item item) {
    return path().map(of -> of.of(schema, item)).orElseGet(() -> "/" + name + schema.pathOf(item));
  }

  /** The key in a path that {@link #pathOf} has made. */
  public Item keyOf(String itemPath) {
    String key =
        path()
            .flatMap(of -> of.values(Arrays.asList(itemPath.substring(1).split("/", -1))))
            .map(values -> String.join("/", values))
            .orElseGet(() -> itemPath.substring(name.length() + 2));
    return keyOf(PathSegments.decode(key));
  }

  /**
   * The key in the path of an item, or what of it the path names.
   *
   * @param values decoded
   * @throws ProblemException {@code invalid-key}
   */
  public Item keyOf(List<String> values) {
    return schema.keyOfPath(
        path().filter(of -> of.variables().size() < schema.key().size()).isPresent()
            ? schema.key().subList(0, path().orElseThrow().variables().size())
            : schema.key(),
        values);
  }

  /** The collection in which the parent of each item must exist; empty for none. */
  public Optional<Collection> parent() {
    return declaration.flatMap(Declaration::parent).map(Supplier::get);
  }

  /** The item with new values of the key attributes that it lacks and that can be generated. */
  public Item withGeneratedKey(Item item) {
    return schema.withGeneratedKey(item, declaration.map(Declaration::generated));
  }

  /** Whether a key attribute is generated for a new item without it. */
  public boolean generates(KeyAttribute attribute) {
    return attribute.type() == KeyType.S
        && declaration.map(of -> of.generated().contains(attribute.name())).orElse(true);
  }

  /** The canonical path of the list to which items are added. */
  public String listPath() {
    return path()
        .filter(of -> !parents.attributes().isEmpty())
        .flatMap(ItemPath::list)
        .map(list -> list.of(schema, parents))
        .orElseGet(() -> "/" + name);
  }

  /** Conditions that every item in the list has. */
  public List<Filter> parentFilters() {
    return parents.attributes().entrySet().stream()
        .map(
            parent -> new Filter(List.of(parent.getKey()), Operator.EQ, List.of(parent.getValue())))
        .toList();
  }

  /**
   * The item with the attributes of the list to which it is added.
   *
   * @throws ProblemException {@code key-mismatch} if it has another value of one
   */
  public Item withParents(Item item) {
    if (parents.attributes().isEmpty()) {
      return item;
    }
    for (String name : parents.attributes().keySet()) {
      if (item.has(name) && !Condition.unchanged(parents.select(List.of(name))).holdsFor(item)) {
        throw new ProblemException(
                ProblemType.KEY_MISMATCH,
                "The value of "
                    + name
                    + " in the body differs from the value in the path. Make them equal, or omit"
                    + " it from the body.")
            .with("pointer", JsonPointers.to(name));
      }
    }
    return item.with(parents);
  }

  /** A condition that holds if the item exists and has not expired. */
  public Condition presentCondition(Instant now) {
    Condition exists = Condition.exists(schema.key().get(0).name());
    return exists.and(unexpiredCondition(now));
  }

  /** A condition that holds if the item has not expired. */
  public Condition unexpiredCondition(Instant now) {
    return expiry
        .attribute()
        .map(attribute -> expiry.expired(attribute, now).negated())
        .orElse(Condition.ALWAYS);
  }

  /**
   * A condition that holds if the request may use the item; or if there is none, or an expired one,
   * unless only items of others have the key.
   *
   * @param key the item's key
   * @throws ProblemException as {@link #requireOwn}
   */
  public Condition writableCondition(Item key, Instant now) {
    requireOwn(key);
    Condition permitted = rows.map(of -> of.condition(key)).orElse(Condition.ALWAYS);
    return permitted.equals(Condition.ALWAYS) || isOfOthers(key)
        ? permitted
        : permitted.or(presentCondition(now).negated());
  }

  /** Whether only items of others have a key, of which the caller may read those shared with it. */
  public boolean isOfOthers(Item key) {
    return rows.filter(of -> of.areNotOf(key)).isPresent();
  }

  /**
   * Rejects a key that only items of others have, whether or not the item exists.
   *
   * @throws ProblemException {@code forbidden} if the caller may read what others have, else {@code
   *     item-not-found}
   */
  public void requireOwn(Item key) {
    if (rows.filter(of -> of.exclude(key)).isPresent()) {
      throw foreignItem(key);
    }
  }

  /**
   * The problem for a request on an item of others: {@code forbidden} if the caller may read the
   * item, else {@code item-not-found}.
   */
  public ProblemException foreignItem(Item item) {
    return rows.filter(of -> of.show(item)).isPresent()
        ? new ProblemException(
            ProblemType.FORBIDDEN,
            "The item belongs to another caller. You can read it, but you cannot change it.")
        : itemNotFound();
  }

  /** The {@code item-not-found} problem. */
  public ProblemException itemNotFound() {
    return new ProblemException(
        ProblemType.ITEM_NOT_FOUND, "The collection " + name + " has no item with this key.");
  }

  /**
   * The item to write: with the attributes of the list to which it is added, and with those that
   * make it the caller's.
   *
   * @throws ProblemException as {@link Rows#of}; {@code key-mismatch}
   */
  public Item withRows(Item item) {
    Item given = withParents(item);
    return rows.map(of -> of.of(given)).orElse(given);
  }

  /** Whether the caller may use this item, as far as it depends on whose it is. */
  public boolean permits(Item item) {
    return rows.map(of -> of.permits(item)).orElse(true);
  }

  /** Whether the attribute decides who may use an item. */
  public boolean isRow(String attribute) {
    return rows.filter(of -> of.decides(attribute)).isPresent();
  }

  /**
   * The version of an item for the caller, which must not depend on what is hidden from it.
   *
   * @param item the whole item
   */
  public String versionOf(Item item) {
    return ItemVersion.of(fields.visible(item));
  }

  /**
   * Parses conditions on the items.
   *
   * @param conditions names, as in {@code title[prefix]}, each with its value
   * @throws ProblemException as {@link Filter#parse}; {@code forbidden} if the caller may not read
   *     one of the attributes
   */
  public List<Filter> filters(
      List<Map.Entry<String, QueryValue>> conditions, RequestLimits limits) {
    List<Filter> filters = Filter.parse(schema, this::typeOf, conditions, limits);
    filters.forEach(filter -> requireVisible(filter.attribute()));
    return filters;
  }

  /**
   * Requires that the caller may know an attribute, or all of which a stored key is composed.
   *
   * @throws ProblemException {@code forbidden}
   */
  public void requireVisible(String attribute) {
    fields.requireVisible(attribute);
    table.partsOf(attribute).forEach(fields::requireVisible);
  }

  /** The indexes that the caller may know: their order and content show no hidden attribute. */
  public List<TableIndex> indexes() {
    return fields.hidden().isEmpty()
        ? schema.indexes()
        : schema.indexes().stream().filter(this::isKnown).toList();
  }

  private boolean isKnown(TableIndex index) {
    return index.key().stream().map(KeyAttribute::name).noneMatch(fields.hidden()::contains)
        && index.storedKey().stream().noneMatch(fields.hidden()::contains);
  }

  /** The attributes that Larder itself needs of every item: key, expiry time and rows. */
  public List<String> neededAttributes() {
    List<String> needed = new ArrayList<>();
    schema.key().forEach(attribute -> needed.add(attribute.name()));
    expiry.attribute().ifPresent(needed::add);
    rows.map(Rows::needed).ifPresent(needed::addAll);
    return needed;
  }

  /**
   * Validates an item against the collection's JSON Schema, if it has one, before it is written.
   *
   * @throws ProblemException {@code schema-violation}, without places that the caller may not read
   */
  public void requireSchema(Item item) {
    if (itemValidator.isEmpty()) {
      return;
    }
    try {
      itemValidator.get().validate(item.without(ItemVersion.ATTRIBUTE));
    } catch (ProblemException e) {
      throw visible(e);
    }
  }

  /** A problem of an item, without what the caller may not read of it. */
  public ProblemException visible(ProblemException problem) {
    return fields.hidden().isEmpty() ? problem : fields.visible(problem);
  }

  /**
   * Converts key attributes to their types, and drops keys that are composed of others.
   *
   * @throws ProblemException {@code invalid-item} if the item cannot be stored under its key
   */
  public Item withKeyTypes(Item item) {
    try {
      return table.requireOwn(schema.withKeyTypes(item));
    } catch (ProblemException e) {
      throw visible(e);
    }
  }

  /** An item as a format has it: with the keys under which it is stored, if that is typed. */
  public Item inFormat(Item item, ItemFormat form) {
    return form == ItemFormat.TYPED && schema.key().stream().allMatch(key -> item.has(key.name()))
        ? table.stored(item)
        : item;
  }

  /** The type of the values of an attribute, if the JSON Schema defines one. */
  public Optional<KeyType> typeOf(String attribute) {
    return itemValidator.flatMap(validator -> validator.typeOf(attribute));
  }

  /** Whether the collection's JSON Schema, if it has one, says that an attribute is a boolean. */
  public boolean isBoolean(String attribute) {
    return itemValidator
        .flatMap(validator -> validator.jsonType(attribute))
        .filter("boolean"::equals)
        .isPresent();
  }

  /** Whether the item has not expired, whoever owns it. */
  public boolean isUnexpired(Item item, Instant now) {
    return !expiry.hasExpired(item, now);
  }

  /** Whether the item has not expired and the caller may use it. */
  public boolean isVisible(Item item, Instant now) {
    return isUnexpired(item, now) && permits(item);
  }
}
