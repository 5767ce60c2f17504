package dev.larder.query;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.TableIndex;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a query is served.
 *
 * @param operation the call to DynamoDB that a page starts with
 * @param index the index that is read; empty for the table itself
 * @param keys what a batch get asks for, in this order
 * @param key the condition on the key of table or index
 * @param keyFilters the filters that make it
 * @param filters what DynamoDB leaves out after it has read it
 * @param checks what is left out here, since a filter of DynamoDB may not name a key
 * @param read the attributes that are read
 * @param fetched the attributes that are read from the table of each item of an index that lacks
 *     some; empty where it lacks none
 * @param fetchedChecks what is checked when they have been read: everything, since the index may be
 *     behind the table
 * @param sparseBy the attribute without which items are not in the index, though the query does not
 *     ask for it
 * @param considered what else was thought of, and why it is not taken
 */
record Plan(
    Operation operation,
    Optional<TableIndex> index,
    List<Item> keys,
    Condition key,
    List<Filter> keyFilters,
    List<Filter> filters,
    List<Filter> checks,
    Projection read,
    Optional<Projection> fetched,
    List<Filter> fetchedChecks,
    Optional<String> sparseBy,
    boolean descending,
    boolean consistent,
    List<Considered> considered) {

  /** What DynamoDB is asked for; nothing where no item can satisfy the query. */
  enum Operation {
    QUERY("Query"),
    SCAN("Scan"),
    BATCH_GET("BatchGetItem"),
    NOTHING("none");

    private final String text;

    Operation(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * @param index empty for the table itself
   */
  record Considered(Optional<TableIndex> index, String why) {}

  /** Whether the query asks for less than its key condition finds. */
  boolean leavesOut() {
    return !filters.isEmpty() || !checks.isEmpty() || !keyFilters.containsAll(fetchedChecks);
  }

  /** The attributes of a position in what is read: the keys of table and index. */
  static List<String> position(List<KeyAttribute> tableKey, Optional<TableIndex> index) {
    return Stream.concat(tableKey.stream(), index.stream().flatMap(i -> i.key().stream()))
        .map(KeyAttribute::name)
        .distinct()
        .toList();
  }
}
