package dev.larder.query;

import dev.larder.dynamo.item.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A page that own code reads; it has no size in bytes, since it is no response. */
final class ItemsPage extends Page {
  private final List<Item> items = new ArrayList<>();

  ItemsPage(int limit) {
    super(limit, Integer.MAX_VALUE);
  }

  List<Item> items() {
    return items;
  }

  @Override
  boolean append(Item item) {
    return items.add(item);
  }

  @Override
  byte[] finish(Optional<String> next, Optional<Stop> stop, List<Item> missing) {
    throw new UnsupportedOperationException("No response has this page");
  }
}
