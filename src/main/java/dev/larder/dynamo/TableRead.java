package dev.larder.dynamo;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import java.util.List;
import java.util.Optional;

/**
 * A Query or Scan of a table or index. A Query returns the items of a partition in sort key order.
 *
 * @param index the index's name; empty for the table itself
 * @param key the key condition of a Query; {@link Condition#ALWAYS} for a Scan
 * @param filter the filter expression, which DynamoDB applies after it has read the items
 * @param limit the number of items to read, counted before the filter
 * @param after the key, as the table stores it, after which to begin; empty to begin at the start
 */
public record TableRead(
    StoredTable table,
    Optional<String> index,
    Condition key,
    Condition filter,
    Projection projection,
    boolean descending,
    boolean consistent,
    int limit,
    Optional<Item> after) {

  /**
   * The items of the collection that a read returned.
   *
   * @param last the key, as the table stores it, after which to continue; empty if the read has
   *     reached the end
   * @param scanned the number of items that DynamoDB read, before the filter
   */
  public record Result(List<Item> items, Optional<Item> last, int scanned) {}

  /**
   * The number of items that a read found, of all collections of the table.
   *
   * @param last as of a {@link Result}
   * @param scanned as of a {@link Result}
   */
  public record Count(int found, Optional<Item> last, int scanned) {}
}
