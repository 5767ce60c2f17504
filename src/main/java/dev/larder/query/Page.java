package dev.larder.query;

import dev.larder.dynamo.Item;
import dev.larder.dynamo.ItemForm;
import dev.larder.table.TableSchema;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A page under construction, which never grows beyond what Lambda can answer with. */
abstract class Page {
  private final int limit;
  private int items;

  Page(int limit) {
    this.limit = limit;
  }

  static Page of(Representation representation, int limit, Query query, TableSchema schema) {
    return switch (representation) {
      case JSON -> new JsonPage(ItemForm.PLAIN, limit);
      case DYNAMODB_JSON -> new JsonPage(ItemForm.TYPED, limit);
      case LINES -> new LinesPage(limit);
      case CSV -> new CsvPage(limit, schema, query.fields().attributes());
      case PLAN -> throw new IllegalArgumentException("A plan has no items");
    };
  }

  /** Why a page has ended before its limit. */
  enum Stop {
    /** It would have become larger than Lambda answers with. */
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
