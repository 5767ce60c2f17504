package dev.larder.query;

import dev.larder.dynamo.Batches;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.StoredTable;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.KeyIdentity;
import dev.larder.table.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The batch gets of a page. DynamoDB has no limit of read units for a call, and what an item weighs
 * is known only when it has been read. So the number of keys of a call follows from what earlier
 * items weighed: in this page, or, for its first call, in this container.
 */
final class BatchReads {
  /**
   * The most keys of the first call, whose items may be far larger than those of other requests. A
   * hundred keys, the most of a request, take three calls with it.
   */
  private static final int MOST_KEYS_FIRST = 20;

  /** As many of the largest items as one response of DynamoDB can have: 16 MB. */
  private static final int MOST_KEYS = 40;

  /** The most by which the number of items to read grows from call to call, as a factor. */
  static final int GROWTH = 4;

  /** The read units of the smallest item, or of a key without an item. */
  private static final double SMALLEST_ITEM = 1;

  /** The bytes of a strongly consistent read unit. */
  private static final int UNIT_BYTES = 4096;

  private final Batches batches;
  private final Map<String, Double> heaviest;
  private final StoredTable table;
  private final boolean consistent;
  private final PageBudget budget;
  private long keys;
  private double units;
  private int asked;

  /**
   * @param heaviest the most read units that the items of a batch get weighed on average, by table,
   *     if the read is strongly consistent; kept for the life of the container
   */
  BatchReads(
      Batches batches,
      Map<String, Double> heaviest,
      Collection collection,
      boolean consistent,
      PageBudget budget) {
    this.batches = batches;
    this.heaviest = heaviest;
    this.table = collection.table();
    this.consistent = consistent;
    this.budget = budget;
  }

  /**
   * Returns how many keys the next call may name; at least one.
   *
   * @param wanted the number of keys that the page can use
   * @param bytesLeft the bytes by which the page can grow
   */
  int size(long wanted, long bytesLeft) {
    double each =
        Math.max(
            SMALLEST_ITEM,
            keys > 0 ? units / keys : heaviest.getOrDefault(table.name(), DynamoDb.LARGEST_READ));
    double affordable = Math.min(budget.left() / unitsOf(each), bytesLeft / (each * UNIT_BYTES));
    int most = keys > 0 ? Math.min(asked * GROWTH, MOST_KEYS) : MOST_KEYS_FIRST;
    return (int) Math.max(1, Math.min(Math.min(wanted, affordable), most));
  }

  /** An eventually consistent read costs half. */
  private double unitsOf(double consistentUnits) {
    return consistent ? consistentUnits : consistentUnits / 2;
  }

  /** Reads items as {@link Batches#get} does. */
  Map<KeyIdentity, Optional<Item>> get(List<Item> next, Projection projection) {
    double before = budget.consumed();
    Map<KeyIdentity, Optional<Item>> read = batches.get(table, next, consistent, projection);
    double consumed = (budget.consumed() - before) / unitsOf(1);
    asked = next.size();
    keys += asked;
    units += consumed;
    heaviest.merge(table.name(), Math.max(consumed / asked, SMALLEST_ITEM), Math::max);
    return read;
  }
}
