package dev.larder.item;

import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.table.Collection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The item of a put by a caller who may not read or not write some of its attributes: they stay as
 * they are.
 *
 * @param condition holds as long as the stored item has them as they were read
 */
record KeptFields(Item item, Condition condition) {

  /**
   * Reads the attributes to keep.
   *
   * @param sent the item as the caller wants it
   * @throws dev.larder.problem.ProblemException {@code forbidden} if it would change what the
   *     caller may not write
   */
  static KeptFields of(Collection collection, Item key, Item sent, DynamoDb dynamoDb, Instant now) {
    Set<String> kept = collection.fields().kept();
    // What the caller may neither read nor set, it cannot repeat: that needs no look at the item.
    collection.fields().keeping(sent.select(collection.fields().hidden()), Item.NONE);
    Optional<Item> stored =
        dynamoDb.get(
            collection.table(),
            key,
            true,
            Projection.ofAttributes(collection.neededAttributes()).plus(List.copyOf(kept)));
    Optional<Item> current = stored.filter(item -> collection.isUnexpired(item, now));
    if (current.filter(item -> !collection.permits(item)).isPresent()) {
      // The write fails, since the item is another caller's, unless the item expires before it.
      return new KeptFields(collection.fields().keeping(sent, Item.NONE), Condition.ALWAYS);
    }
    Item keeping = collection.fields().keeping(sent, current.orElse(Item.NONE));
    return new KeptFields(
        keeping,
        current
            .map(item -> unchanged(item, kept))
            .orElseGet(() -> collection.presentCondition(now).negated()));
  }

  private static Condition unchanged(Item stored, Set<String> kept) {
    Condition unchanged = Condition.unchanged(stored.select(kept));
    for (String attribute : kept) {
      if (!stored.has(attribute)) {
        unchanged = unchanged.and(Condition.absent(attribute));
      }
    }
    return unchanged;
  }
}
