package dev.larder.table;

import dev.larder.dynamo.PlainTable;
import dev.larder.dynamo.StoredTable;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.filter.Filter;
import dev.larder.table.filter.Operator;
import dev.larder.table.model.ItemPath;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.PathSegments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * @param ownership which items the caller may read and write; empty if that does not depend on
 *     owners
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
    Optional<Ownership> ownership,
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
      Optional<Ownership> ownership,
      boolean readable) {
    this(
        name,
        new PlainTable(table),
        schema,
        expiry,
        scannable,
        readUnits,
        itemValidator,
        ownership,
        readable,
        Optional.empty(),
        Item.NONE);
  }

  /** This collection with the access of one caller. */
  public Collection withAccess(Optional<Ownership> ownership, boolean readable) {
    return with(schema, ownership, readable, parents);
  }

  /** This collection within the list at a path, whose attributes each item has. */
  public Collection within(Item given) {
    return with(schema, ownership, readable, given);
  }

  /** This collection with another state of its table's indexes. */
  public Collection withSchema(TableSchema current) {
    return with(current, ownership, readable, parents);
  }

  private Collection with(
      TableSchema schema, Optional<Ownership> ownership, boolean readable, Item parents) {
    return new Collection(
        name,
        table,
        schema,
        expiry,
        scannable,
        readUnits,
        itemValidator,
        ownership,
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
   * A condition that holds if the caller may write the item: it belongs to the caller, does not
   * exist, or has expired.
   *
   * @param key the item's key
   * @throws ProblemException as {@link #requireOwn}
   */
  public Condition writableCondition(Item key, Instant now) {
    requireOwn(key);
    return ownership
        .filter(owned -> !key.has(owned.attribute()))
        .flatMap(Ownership::filter)
        .map(own -> own.condition().or(presentCondition(now).negated()))
        .orElse(Condition.ALWAYS);
  }

  /**
   * Rejects a key that contains another owner, whether or not the item exists.
   *
   * @throws ProblemException as {@link #foreignItem}
   */
  public void requireOwn(Item key) {
    if (ownership.filter(owned -> key.has(owned.attribute()) && !owned.permits(key)).isPresent()) {
      throw foreignItem();
    }
  }

  /**
   * The problem for a request on an item of another owner: {@code forbidden} if the caller may know
   * that the item exists, else {@code item-not-found}.
   */
  public ProblemException foreignItem() {
    return ownership.filter(owned -> !owned.hidesOthers()).isPresent()
        ? new ProblemException(
            ProblemType.FORBIDDEN,
            "The item belongs to another owner. You can read it, but you cannot change it.")
        : itemNotFound();
  }

  /** The {@code item-not-found} problem. */
  public ProblemException itemNotFound() {
    return new ProblemException(
        ProblemType.ITEM_NOT_FOUND, "The collection " + name + " has no item with this key.");
  }

  /**
   * The item to write: with the attributes of the list to which it is added, and with the caller as
   * its owner, if items have owners.
   *
   * @throws ProblemException as {@link Ownership#of}; {@code key-mismatch}
   */
  public Item withOwner(Item item) {
    Item given = withParents(item);
    return ownership.map(owned -> owned.of(given)).orElse(given);
  }

  /** Whether the caller may read and write this item, as far as its owner decides that. */
  public boolean permits(Item item) {
    return ownership.map(owned -> owned.permits(item)).orElse(true);
  }

  /** The attributes that Larder itself needs of every item: key, expiry time and owner. */
  public List<String> neededAttributes() {
    List<String> needed = new ArrayList<>();
    schema.key().forEach(attribute -> needed.add(attribute.name()));
    expiry.attribute().ifPresent(needed::add);
    ownership.map(Ownership::attribute).ifPresent(needed::add);
    return needed;
  }

  /**
   * Validates an item against the collection's JSON Schema, if it has one, before it is written.
   *
   * @throws dev.larder.problem.ProblemException {@code schema-violation}
   */
  public void requireSchema(Item item) {
    itemValidator.ifPresent(validator -> validator.validate(item.without(ItemVersion.ATTRIBUTE)));
  }

  /**
   * Converts key attributes to their types, and drops keys that are composed of others.
   *
   * @throws ProblemException {@code invalid-item} if the item cannot be stored under its key
   */
  public Item withKeyTypes(Item item) {
    return table.requireOwn(schema.withKeyTypes(item));
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
