package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.runtime.ResponseSize;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A page under construction, which never grows beyond what can be answered with. */
abstract class Page {
  private final int limit;
  private final int mostBytes;
  private int items;

  /**
   * @param limit of its items
   * @param mostBytes of its body, as {@link ResponseSize#carriedBytes} counts them
   */
  Page(int limit, int mostBytes) {
    this.limit = limit;
    this.mostBytes = mostBytes;
  }

  /** Why a page has ended before its limit. */
  enum Stop {
    /** It would have become larger than can be answered with. */
    SIZE,
    /** Filling it further would have cost more than its budget. */
    CAPACITY,
    /** Filling it further would have taken longer than its budget. */
    TIME;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How many more items the page takes. */
  int room() {
    return limit - items;
  }

  /** Whether a page of so many bytes may be answered with; one of a single item always is. */
  boolean fits(long bytes) {
    return isEmpty() || bytes <= mostBytes;
  }

  boolean isEmpty() {
    return items == 0;
  }

  /** Adds an item; false where the page would grow too large by it, and is as it was. */
  boolean add(Item item) {
    if (!append(item)) {
      return false;
    }
    items++;
    return true;
  }

  /**
   * @return false where the page would grow too large, unless it is the first
   */
  abstract boolean append(Item item);

  /**
   * The finished page: UTF-8.
   *
   * @param missing the keys that were asked for and have no item
   */
  abstract byte[] end(Optional<String> next, Optional<Stop> stop, List<Item> missing);
}
