package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.runtime.ResponseSize;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A page as NDJSON, one item on each line. */
final class NdjsonPage extends Page {
  private final List<byte[]> lines = new ArrayList<>();
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
    lines.add(bytes);
    carriedBytes += carried;
    return true;
  }

  @Override
  void reverse() {
    Collections.reverse(lines);
  }

  @Override
  byte[] finish(Members members) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(carriedBytes);
    for (byte[] line : lines) {
      all.writeBytes(line);
      all.write('\n');
    }
    return all.toByteArray();
  }
}
