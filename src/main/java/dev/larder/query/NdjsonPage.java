package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.runtime.ResponseSize;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** A page as NDJSON, one item on each line. */
final class NdjsonPage extends Page {
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(8192);
  private int carriedBytes;

  NdjsonPage(int limit, int mostBytes) {
    super(limit, mostBytes);
  }

  @Override
  boolean append(Item item) {
    byte[] bytes = ItemWriter.toBytes(item, ItemFormat.PLAIN);
    int carried = ResponseSize.jsonStringBytes(bytes) + 2;
    if (!fits(carriedBytes + carried)) {
      return false;
    }
    lines.writeBytes(bytes);
    lines.write('\n');
    carriedBytes += carried;
    return true;
  }

  @Override
  byte[] finish(Optional<String> next, Optional<Stop> stop, List<Item> missing) {
    return lines.toByteArray();
  }
}
