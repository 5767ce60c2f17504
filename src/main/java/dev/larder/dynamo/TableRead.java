package dev.larder.dynamo;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import java.util.List;
import java.util.Optional;

/**
 * A run through a table or an index, in the order of its sort key where it has a key condition.
 *
 * @param index the index's name; empty for the table itself
 * @param key a condition on the key of table or index, for a Query; {@link Condition#ALWAYS} for a
 *     Scan
 * @param filter what DynamoDB leaves out after it has read it
 * @param limit items to read, before the filter
 * @param after the key after which to start
 */
public record TableRead(
    String table,
    Optional<String> index,
    Condition key,
    Condition filter,
    Projection projection,
    boolean descending,
    boolean consistent,
    int limit,
    Optional<Item> after) {

  /**
   * What a read has found.
   *
   * @param last the key after which to go on; empty where nothing comes after these items
   * @param scanned how many items were read, those that the filter left out included
   */
  public record Result(List<Item> items, Optional<Item> last, int scanned) {}
}
