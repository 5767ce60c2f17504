package dev.larder.query;

import dev.larder.dynamo.item.Item;

/** A page without end of which only the number of its items is of interest. */
final class CountPage extends Page {
  private long counted;

  CountPage() {
    super(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  long counted() {
    return counted;
  }

  void count(int items) {
    counted += items;
  }

  @Override
  boolean append(Item item) {
    counted++;
    return true;
  }

  @Override
  void reverse() {}

  @Override
  byte[] finish(Members members) {
    throw new UnsupportedOperationException("No response has this page");
  }
}
