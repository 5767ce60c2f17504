package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.runtime.ResponseSize;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;

/** A page under construction, which does not grow beyond the size limit of a response. */
abstract class Page {
  private final int limit;
  private final int mostBytes;
  private IntConsumer growth = bytes -> {};
  private int items;
  private long bytes;

  /**
   * @param limit the most items
   * @param mostBytes the most bytes of its body, as {@link ResponseSize#jsonStringBytes} counts
   *     them
   */
  Page(int limit, int mostBytes) {
    this.limit = limit;
    this.mostBytes = mostBytes;
  }

  /** Why a page ended before its limit of items. */
  enum Stop {
    /** One more item would have exceeded the size limit of the response. */
    SIZE,
    /** More items would have cost more read units than a page may. */
    CAPACITY,
    /** More items would have taken more time than a page may. */
    TIME;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a response says of a page beside its items.
   *
   * @param count the number of items from the page on; empty if it was not requested
   * @param next the cursor of the next page; empty on the last page
   * @param prev the cursor of the previous page; empty on the first page, and in a scan
   * @param stopped why the page ended before its limit; empty if it did not
   * @param missing the requested keys that have no item
   */
  record Members(
      Optional<Count> count,
      Optional<String> next,
      Optional<String> prev,
      Optional<Stop> stopped,
      List<Item> missing) {}

  /** Returns how many more items the page can take. */
  int remaining() {
    return limit - items;
  }

  /**
   * Returns how many more items the page can take, within its limit and, if they are as large as
   * those so far, within its size.
   */
  int room() {
    if (isEmpty()) {
      return remaining();
    }
    return (int) Math.min(remaining(), bytesLeft() * items / Math.max(1, bytes));
  }

  /** Returns the bytes by which the page can grow. */
  long bytesLeft() {
    return Math.max(0, mostBytes - bytes);
  }

  /**
   * Whether the page, with one more item, is within the limit; with a single item it always is.
   *
   * @param bytes its size with that item
   */
  boolean fits(long bytes) {
    boolean fits = isEmpty() || bytes <= mostBytes;
    if (fits) {
      this.bytes = bytes;
    }
    return fits;
  }

  /** Returns how many items the page has. */
  int size() {
    return items;
  }

  /** Has its size told whenever it grows. */
  void onGrowth(IntConsumer told) {
    growth = told;
  }

  /**
   * Tells the position at which reading has come by the last item, whether the page took it or not.
   */
  void passed(Item position) {}

  /** The columns that the next page must have too; empty if it finds them by itself. */
  Optional<List<String>> columns() {
    return Optional.empty();
  }

  boolean isEmpty() {
    return items == 0;
  }

  /** Adds an item. Returns false and leaves the page unchanged if it would become too large. */
  boolean add(Item item) {
    if (!append(item)) {
      return false;
    }
    items++;
    growth.accept((int) bytes);
    return true;
  }

  /**
   * @return false if the page would become too large; the first item is always added
   */
  abstract boolean append(Item item);

  /** Reverses the order of the items. */
  abstract void reverse();

  /** Returns the finished page in UTF-8. */
  abstract byte[] finish(Members members);
}
