package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.TableIndex;
import java.util.List;
import java.util.Optional;

/**
 * The keys of some of the items that a query finds.
 *
 * @param filters what each item satisfied when it was read
 * @param index the index that was read; empty for the table
 * @param next where the next part begins; empty if no items follow
 */
public record SelectedKeys(
    List<SelectedKey> keys,
    List<Filter> filters,
    Optional<TableIndex> index,
    Optional<String> next) {

  /**
   * The key of an item.
   *
   * @param after where a part begins that follows this item
   */
  public record SelectedKey(Item key, String after) {}
}
