package dev.larder.table;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.schema.ItemVersion;
import dev.larder.table.schema.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table under a name of the API.
 *
 * @param name as in the path
 * @param table the table's name or ARN
 * @param scannable whether queries that no key and no index serves may read all of it
 * @param itemValidator what every item that is written must satisfy
 * @param ownership whose items are read and written; empty where that does not matter
 * @param readable whether whoever asks may read it
 */
public record Collection(
    String name,
    String table,
    TableSchema schema,
    Expiry expiry,
    boolean scannable,
    Optional<ItemValidator> itemValidator,
    Optional<Ownership> ownership,
    boolean readable) {

  /** The same collection, of whose items not all may be read or written. */
  public Collection within(Optional<Ownership> ownership, boolean readable) {
    return new Collection(
        name, table, schema, expiry, scannable, itemValidator, ownership, readable);
  }

  /** The one path of an item, however a request has written it. */
  public String pathOf(Item item) {
    return "/" + name + schema.pathOf(item);
  }

  /** Holds for an item that is there and has not expired. */
  public Condition present(Instant now) {
    Condition exists = Condition.exists(schema.partition().name());
    return expiry
        .attribute()
        .map(attribute -> exists.and(expiry.expired(attribute, now).negated()))
        .orElse(exists);
  }

  /**
   * Holds where a write may be made: where there is an item of the owner, or none.
   *
   * @param key the item's
   * @throws ProblemException as {@link #requireOwn}
   */
  public Condition writable(Item key, Instant now) {
    requireOwn(key);
    return ownership
        .filter(owned -> !key.has(owned.attribute()))
        .flatMap(Ownership::filter)
        .map(own -> own.condition().or(present(now).negated()))
        .orElse(Condition.ALWAYS);
  }

  /**
   * Refuses keys that name another owner, whether there is an item or not.
   *
   * @throws ProblemException as {@link #foreign}
   */
  public void requireOwn(Item key) {
    if (ownership.filter(owned -> key.has(owned.attribute()) && !owned.covers(key)).isPresent()) {
      throw foreign();
    }
  }

  /** What somebody gets who asks for an item of another owner. */
  public ProblemException foreign() {
    return ownership.filter(owned -> !owned.secret()).isPresent()
        ? new ProblemException(
            ProblemType.FORBIDDEN,
            "The item belongs to another owner. You can read it, but you cannot change it.")
        : missing();
  }

  /** What somebody gets who asks for an item that is not there. */
  public ProblemException missing() {
    return new ProblemException(
        ProblemType.ITEM_NOT_FOUND, "The collection " + name + " has no item with this key.");
  }

  /** An item as it is written: with its owner, where items have owners. */
  public Item owned(Item item) {
    return ownership.map(owned -> owned.of(item)).orElse(item);
  }

  /** Whether an item is one of those that are read and written. */
  public boolean covers(Item item) {
    return ownership.map(owned -> owned.covers(item)).orElse(true);
  }

  /**
   * The attributes that Larder itself reads of every item: those of the key, the expiry and the
   * owner.
   */
  public List<String> neededAttributes() {
    List<String> needed = new ArrayList<>();
    schema.key().forEach(attribute -> needed.add(attribute.name()));
    expiry.attribute().ifPresent(needed::add);
    ownership.map(Ownership::attribute).ifPresent(needed::add);
    return needed;
  }

  /**
   * Checks an item that is to be written against the collection's JSON Schema, if it has one.
   *
   * @throws dev.larder.problem.ProblemException {@code schema-violation}
   */
  public void requireSchema(Item item) {
    itemValidator.ifPresent(validator -> validator.validate(item.without(ItemVersion.ATTRIBUTE)));
  }

  /** Whether an item counts as there, whoever owns it. */
  public boolean isPresent(Item item, Instant now) {
    return !expiry.hasExpired(item, now);
  }

  /** Whether an item counts as there for a reader. */
  public boolean isVisible(Item item, Instant now) {
    return isPresent(item, now) && covers(item);
  }
}
