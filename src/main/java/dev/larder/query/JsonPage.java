package dev.larder.query;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.runtime.ResponseSize;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A page as a JSON object, {@code {"items": [...], "next": "..."}}. */
final class JsonPage extends Page {
  private static final byte[] START = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);

  private final ItemFormat form;
  private final ByteArrayOutputStream json = new ByteArrayOutputStream(8192);
  private int carriedBytes;

  JsonPage(ItemFormat form, int limit, int mostBytes) {
    super(limit, mostBytes);
    this.form = form;
    json.writeBytes(START);
  }

  @Override
  boolean append(Item item) {
    byte[] bytes = ItemWriter.toBytes(item, form);
    int carried = ResponseSize.jsonStringBytes(bytes) + 1;
    if (!fits(carriedBytes + carried)) {
      return false;
    }
    if (!isEmpty()) {
      json.write(',');
    }
    json.writeBytes(bytes);
    carriedBytes += carried;
    return true;
  }

  @Override
  byte[] finish(Optional<String> next, Optional<Stop> stop, List<Item> missing) {
    json.write(']');
    if (!missing.isEmpty()) {
      text(",\"missing\":[");
      for (int i = 0; i < missing.size(); i++) {
        text(i == 0 ? "" : ",");
        ItemWriter.write(missing.get(i), form, json);
      }
      json.write(']');
    }
    next.ifPresent(cursor -> text(",\"next\":\"" + cursor + '"'));
    stop.ifPresent(why -> text(",\"stopped\":\"" + why.text() + '"'));
    json.write('}');
    return json.toByteArray();
  }

  private void text(String ascii) {
    json.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
