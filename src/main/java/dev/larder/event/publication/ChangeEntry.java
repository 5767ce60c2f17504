package dev.larder.event.publication;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.larder.api.Item;
import dev.larder.api.ItemChange;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.table.Fields;
import dev.larder.table.schema.ItemVersion;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A change of an item as an entry of PutEvents.
 *
 * @param time in seconds since the epoch
 * @param detail a JSON object
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html">PutEventsRequestEntry</a>
 */
record ChangeEntry(String changeId, String detailType, long time, String tableArn, String detail) {
  /**
   * The largest size of all entries of a call, in bytes: EventBridge's limit of 1 MB (since January
   * 2026), less the envelope that it adds to each delivered event.
   */
  static final int MAX_BYTES = 990_000;

  private static final String SOURCE = "larder";

  /** The bytes that EventBridge counts for an entry's time. */
  private static final int TIME_BYTES = 14;

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Makes the entry for a change. If it is too large, the entry omits the item before the change,
   * then also the item after it, and lists both in {@code omitted}.
   *
   * @param path the path of the item; empty if no collection has its table
   * @param fields hides attributes that must not be published
   */
  static ChangeEntry of(ItemChange change, Optional<String> path, Fields fields) {
    List<String> omitted = new ArrayList<>();
    ChangeEntry entry = of(change, path, fields, omitted);
    if (entry.sizeInBytes() > MAX_BYTES && change.before().isPresent()) {
      omitted.add("before");
      entry = of(change, path, fields, omitted);
    }
    if (entry.sizeInBytes() > MAX_BYTES && change.after().isPresent()) {
      omitted.add("after");
      entry = of(change, path, fields, omitted);
    }
    return entry;
  }

  private static ChangeEntry of(
      ItemChange change, Optional<String> path, Fields fields, List<String> omitted) {
    return new ChangeEntry(
        change.id(),
        switch (change.kind()) {
          case CREATED -> "Item Created";
          case CHANGED -> "Item Changed";
          case DELETED -> "Item Deleted";
        },
        change.time().getEpochSecond(),
        change.tableArn(),
        detail(change, path, fields, omitted));
  }

  private static String detail(
      ItemChange change, Optional<String> path, Fields fields, List<String> omitted) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("id", change.id());
      if (change.collection().isPresent()) {
        json.writeStringField("collection", change.collection().get());
      }
      json.writeStringField("table", change.table());
      if (path.isPresent()) {
        json.writeStringField("path", path.get());
      }
      item(json, "key", change.key(), Fields.ALL);
      Optional<String> version =
          change.after().or(change::before).flatMap(item -> item.string(ItemVersion.ATTRIBUTE));
      if (version.isPresent()) {
        json.writeStringField("version", version.get());
      }
      json.writeBooleanField("expired", change.expired());
      if (change.before().isPresent() && !omitted.contains("before")) {
        item(json, "before", change.before().get(), fields);
      }
      if (change.after().isPresent() && !omitted.contains("after")) {
        item(json, "after", change.after().get(), fields);
      }
      if (!omitted.isEmpty()) {
        json.writeArrayFieldStart("omitted");
        for (String name : omitted) {
          json.writeString(name);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void item(JsonGenerator json, String name, Item item, Fields fields)
      throws IOException {
    json.writeFieldName(name);
    json.writeRawValue(
        new String(
            ItemWriter.toBytes(fields.visible(ApiItems.of(item)), ItemFormat.PLAIN),
            StandardCharsets.UTF_8));
  }

  /**
   * The size in bytes, as in "Calculating PutEvents event entry size" of the EventBridge user
   * guide.
   */
  int sizeInBytes() {
    return TIME_BYTES
        + SOURCE.length()
        + detailType.length()
        + tableArn.length()
        + detail.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * @param bus name or ARN of the event bus
   */
  void write(JsonGenerator json, String bus) throws IOException {
    json.writeStartObject();
    json.writeStringField("EventBusName", bus);
    json.writeStringField("Source", SOURCE);
    json.writeStringField("DetailType", detailType);
    json.writeArrayFieldStart("Resources");
    json.writeString(tableArn);
    json.writeEndArray();
    json.writeNumberField("Time", time);
    json.writeStringField("Detail", detail);
    json.writeEndObject();
  }
}
