package dev.larder.query;

import dev.larder.dynamo.Item;
import dev.larder.dynamo.ItemForm;
import dev.larder.dynamo.ItemWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A page under construction: {@code {"items": [...], "next": "..."}}, which never grows beyond what
 * Lambda can answer with.
 */
final class Page {
  /**
   * Bytes of the body as a JSON string, which is how Lambda carries it. Lambda's limit is 6,291,556
   * for the whole response ("Lambda quotas" of the Lambda developer guide); the rest is for
   * headers.
   */
  static final int MAX_BYTES = 6_000_000;

  private static final byte[] START = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);

  private final ItemForm form;
  private final int limit;
  private final ByteArrayOutputStream json = new ByteArrayOutputStream(8192);
  private int carriedBytes;
  private int items;

  Page(ItemForm form, int limit) {
    this.form = form;
    this.limit = limit;
    json.writeBytes(START);
  }

  /** How many more items the page takes. */
  int room() {
    return limit - items;
  }

  /** Adds an item; false where the page would grow too large by it, and is as it was. */
  boolean add(Item item) {
    byte[] bytes = ItemWriter.toBytes(item, form);
    int carried = carriedBytes(bytes) + 1;
    if (items > 0 && carriedBytes + carried > MAX_BYTES) {
      return false;
    }
    if (items > 0) {
      json.write(',');
    }
    json.writeBytes(bytes);
    carriedBytes += carried;
    items++;
    return true;
  }

  /** The finished page: UTF-8. */
  byte[] end(String next) {
    json.write(']');
    if (next != null) {
      json.writeBytes((",\"next\":\"" + next + '"').getBytes(StandardCharsets.US_ASCII));
    }
    json.write('}');
    return json.toByteArray();
  }

  /** Quotes and backslashes take a backslash each inside of a JSON string. */
  private static int carriedBytes(byte[] json) {
    int carried = json.length;
    for (byte b : json) {
      if (b == '"' || b == '\\') {
        carried++;
      }
    }
    return carried;
  }
}
