package dev.larder.table;

import dev.larder.dynamo.Condition;
import dev.larder.dynamo.Item;
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
 * @param itemSchema what every item that is written must satisfy
 */
public record Collection(
    String name,
    String table,
    TableSchema schema,
    Expiry expiry,
    boolean scannable,
    Optional<ItemSchema> itemSchema) {

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

  /** The attributes that Larder itself reads of every item: those of the key, and the expiry. */
  public List<String> neededAttributes() {
    List<String> needed = new ArrayList<>();
    schema.key().forEach(attribute -> needed.add(attribute.name()));
    expiry.attribute().ifPresent(needed::add);
    return needed;
  }

  /**
   * Checks an item that is to be written against the collection's JSON Schema, if it has one.
   *
   * @throws dev.larder.http.ProblemException {@code schema-violation}
   */
  public void requireSchema(Item item) {
    itemSchema.ifPresent(schema -> schema.validate(item.without(ItemVersion.ATTRIBUTE)));
  }

  /** Whether an item counts as there. */
  public boolean isPresent(Item item, Instant now) {
    return !expiry.hasExpired(item, now);
  }
}
