package dev.larder.query;

import dev.larder.dynamo.expression.AttributeValues;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.table.Collection;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How DynamoDB serves a query.
 *
 * @param operation the DynamoDB call that starts a page
 * @param index the index to read; empty for the table itself
 * @param keys the keys of a BatchGetItem, in the order of the result
 * @param stored the conditions on the key of the table or index, as it is stored
 * @param keyFilters the filters that {@code stored} or {@code keys} express
 * @param filters the filters that DynamoDB applies to what it has read
 * @param checks the filters that this function applies, because a filter expression must not name a
 *     key, and BatchGetItem has no filter
 * @param read the attributes to read
 * @param fetched the attributes to read from the table for each item of an index that does not
 *     project all of them; empty if it does
 * @param fetchedChecks the filters to apply to these items: all of them, because the index may be
 *     behind the table
 * @param sparseBy the attribute without which items are not in the index although the query does
 *     not require it; empty if there is none
 * @param alternatives the alternatives, each with the reason against it
 */
record Plan(
    Operation operation,
    Optional<TableIndex> index,
    List<Item> keys,
    List<Filter> stored,
    List<Filter> keyFilters,
    List<Filter> filters,
    List<Filter> checks,
    Projection read,
    Optional<Projection> fetched,
    List<Filter> fetchedChecks,
    Optional<String> sparseBy,
    boolean descending,
    boolean consistent,
    List<Considered> alternatives) {

  /** The call of DynamoDB; {@code NOTHING} if no item can satisfy the query. */
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
   * An alternative to the chosen table or index.
   *
   * @param index the index's name; empty for the table itself
   * @param why the reason against it, for callers
   */
  record Considered(Optional<String> index, String why) {}

  /** The condition on the key of the table or index. */
  Condition key() {
    return Filter.all(stored);
  }

  /** Whether filters can leave out items that the key condition finds. */
  boolean leavesOut() {
    return !filters.isEmpty() || !checks.isEmpty() || !keyFilters.containsAll(fetchedChecks);
  }

  /**
   * This plan with the least attributes that tell whether an item is one of the list. It reads an
   * index alone if that has them.
   */
  Plan counting(Collection collection) {
    List<String> attributes =
        Stream.of(
                collection.neededAttributes().stream(),
                Stream.concat(checks.stream(), fetchedChecks.stream()).map(Filter::attribute))
            .flatMap(each -> each)
            .toList();
    boolean fetches =
        fetched.isPresent()
            && !index
                .orElseThrow()
                .holds(
                    Stream.concat(attributes.stream(), collection.table().marks().stream())
                        .toList());
    List<String> position = position(collection.schema(), index);
    Projection needed = Projection.ofAttributes(attributes).plus(position);
    return new Plan(
        operation,
        index,
        keys,
        stored,
        keyFilters,
        filters,
        checks,
        fetches ? Projection.ofAttributes(position) : needed,
        fetches ? Optional.of(needed) : Optional.empty(),
        fetches ? fetchedChecks : List.of(),
        sparseBy,
        descending,
        consistent,
        alternatives);
  }

  /**
   * Whether DynamoDB itself can count the items of the list, since each one that it finds and that
   * has not expired is one of them.
   */
  boolean isCountedByDynamoDb(Collection collection) {
    return checks.isEmpty()
        && fetched.isEmpty()
        && collection.table().showsAll()
        && collection
            .expiry()
            .attribute()
            .filter(position(collection.schema(), index)::contains)
            .isEmpty();
  }

  /**
   * The position in a Query of the table that follows an item of its partition.
   *
   * @param last the stored key of that item; empty for none
   * @param partition a stored key of the partition
   * @return empty if no item of the Query follows
   */
  Optional<Item> startAfter(TableSchema table, Optional<Item> last, Item partition) {
    if (operation != Operation.QUERY || index.isPresent() || table.sortKey().isEmpty()) {
      return Optional.empty();
    }
    String sort = table.storedKey().get(1);
    List<Filter> onSort =
        stored.stream().filter(filter -> filter.attribute().equals(sort)).toList();
    if (onSort.isEmpty()) {
      return last;
    }
    AttributeValue beginning = onSort.get(0).values().get(0);
    Optional<AttributeValue> after = last.map(item -> item.attributes().get(sort));
    if (after.filter(value -> AttributeValues.compare(value, beginning) >= 0).isEmpty()) {
      // No item has this key: what follows the text before an attribute is not empty.
      return Optional.of(partition.with(Item.of(Map.of(sort, beginning))));
    }
    return onSort.stream().allMatch(filter -> filter.matches(after.get()))
        ? last
        : Optional.empty();
  }

  /**
   * Returns the names of the attributes of a position, as they are stored: the keys of the table
   * and of the index.
   */
  static List<String> position(TableSchema table, Optional<TableIndex> index) {
    return Stream.concat(
            table.storedKey().stream(), index.stream().flatMap(i -> i.storedKey().stream()))
        .distinct()
        .toList();
  }
}
