package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.TableIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A page of keys, each with the position at which reading can go on behind it. */
final class KeysPage extends Page {
  private final List<Item> keys = new ArrayList<>();
  private final List<Item> positions = new ArrayList<>();

  KeysPage(int limit) {
    super(limit, Integer.MAX_VALUE);
  }

  @Override
  boolean append(Item key) {
    return keys.add(key);
  }

  @Override
  void passed(Item position) {
    if (positions.size() < keys.size()) {
      positions.add(position);
    }
  }

  /**
   * @param cursor makes the text of a position
   */
  SelectedKeys selected(
      List<Filter> filters,
      Optional<TableIndex> index,
      Function<Item, String> cursor,
      Optional<String> next) {
    List<SelectedKeys.SelectedKey> selected = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      selected.add(new SelectedKeys.SelectedKey(keys.get(i), cursor.apply(positions.get(i))));
    }
    return new SelectedKeys(selected, filters, index, next);
  }

  @Override
  void reverse() {
    throw new UnsupportedOperationException("Keys are read forward");
  }

  @Override
  byte[] finish(Members members) {
    throw new UnsupportedOperationException("No response has this page");
  }
}
