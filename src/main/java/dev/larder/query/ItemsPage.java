package dev.larder.query;

import dev.larder.dynamo.item.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
  void reverse() {
    Collections.reverse(items);
  }

  @Override
  byte[] finish(Members members) {
    throw new UnsupportedOperationException("No response has this page");
  }
}
