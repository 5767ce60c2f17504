package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.runtime.ResponseSize;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A page as a JSON object, {@code {"items": [...], "next": "..."}}. */
final class JsonPage extends Page {
  private static final byte[] START = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);

  /** Bytes of the buffer for all but the items; it grows if they do not suffice. */
  private static final int AROUND = 1024;

  private final ItemFormat form;
  private final List<byte[]> items = new ArrayList<>();
  private int carriedBytes;

  JsonPage(ItemFormat form, int limit, int mostBytes) {
    super(limit, mostBytes);
    this.form = form;
  }

  @Override
  boolean append(Item item) {
    byte[] bytes = ItemWriter.toBytes(item, form);
    int carried = ResponseSize.jsonStringBytes(bytes) + 1;
    if (!fits(carriedBytes + carried)) {
      return false;
    }
    items.add(bytes);
    carriedBytes += carried;
    return true;
  }

  @Override
  void reverse() {
    Collections.reverse(items);
  }

  @Override
  byte[] finish(Members members) {
    ByteArrayOutputStream json = new ByteArrayOutputStream(carriedBytes + AROUND);
    json.writeBytes(START);
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        json.write(',');
      }
      json.writeBytes(items.get(i));
    }
    json.write(']');
    List<Item> missing = members.missing();
    if (!missing.isEmpty()) {
      text(",\"missing\":[", json);
      for (int i = 0; i < missing.size(); i++) {
        text(i == 0 ? "" : ",", json);
        ItemWriter.write(missing.get(i), form, json);
      }
      json.write(']');
    }
    members.count().ifPresent(count -> text(",\"count\":" + count.json(), json));
    members.next().ifPresent(cursor -> text(",\"next\":\"" + cursor + '"', json));
    members.prev().ifPresent(cursor -> text(",\"prev\":\"" + cursor + '"', json));
    members.stopped().ifPresent(why -> text(",\"stopped\":\"" + why.text() + '"', json));
    json.write('}');
    return json.toByteArray();
  }

  private static void text(String ascii, ByteArrayOutputStream json) {
    json.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
