package dev.larder.event.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.api.Item;
import dev.larder.api.ItemChange;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.event.Samples;
import dev.larder.table.Fields;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeEntryTest {
  private static final String TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/items";

  private static Item item(String json) throws Exception {
    return ApiItems.of(
        ItemReader.read(
            new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), ItemFormat.PLAIN));
  }

  private static ItemChange change(ItemChange.Kind kind, Item before, Item after) throws Exception {
    return new ItemChange(
        "event",
        "1",
        kind,
        "items",
        TABLE,
        Optional.of("items"),
        Instant.ofEpochSecond(1767225600),
        item("{\"id\":\"a\"}"),
        Optional.ofNullable(before),
        Optional.ofNullable(after),
        false);
  }

  private static Item ofSize(int length) throws Exception {
    return item("{\"id\":\"a\",\"text\":\"" + "x".repeat(length) + "\"}");
  }

  @Test
  void itSaysWhatHappenedToWhichItem() throws Exception {
    ItemChange change =
        change(
            ItemChange.Kind.CHANGED,
            item("{\"id\":\"a\",\"n\":1.5,\"_version\":\"v1\"}"),
            item("{\"id\":\"a\",\"t\":\"\\\"ü\\\"\",\"_version\":\"v2\"}"));
    StringWriter out = new StringWriter();
    ChangeEntry entry = ChangeEntry.of(change, Optional.of("/items/a"), Fields.ALL);
    try (JsonGenerator json = Samples.JSON.createGenerator(out)) {
      entry.write(json, "bus");
    }
    String detail =
        "{\"id\":\"event\",\"collection\":\"items\",\"table\":\"items\",\"path\":\"/items/a\","
            + "\"key\":{\"id\":\"a\"},\"version\":\"v2\",\"expired\":false,"
            + "\"before\":{\"id\":\"a\",\"n\":1.5,\"_version\":\"v1\"},"
            + "\"after\":{\"id\":\"a\",\"t\":\"\\\"ü\\\"\",\"_version\":\"v2\"}}";
    JsonNode written = Samples.JSON.readTree(out.toString());
    assertEquals(detail, written.path("Detail").asText());
    assertEquals("bus", written.path("EventBusName").asText());
    assertEquals("larder", written.path("Source").asText());
    assertEquals("Item Changed", written.path("DetailType").asText());
    assertEquals("[\"" + TABLE + "\"]", written.path("Resources").toString());
    assertEquals(1767225600, written.path("Time").asLong());
    assertEquals(
        14
            + "larder".length()
            + "Item Changed".length()
            + TABLE.length()
            + detail.getBytes(StandardCharsets.UTF_8).length,
        entry.sizeInBytes());
  }

  @ParameterizedTest
  @CsvSource({"CREATED,Item Created", "CHANGED,Item Changed", "DELETED,Item Deleted"})
  void eachKindHasItsDetailType(ItemChange.Kind kind, String detailType) throws Exception {
    assertEquals(
        detailType,
        ChangeEntry.of(change(kind, null, null), Optional.empty(), Fields.ALL).detailType());
  }

  @Test
  void whatIsNotKnownIsLeftOut() throws Exception {
    JsonNode detail =
        Samples.JSON.readTree(
            ChangeEntry.of(
                    change(ItemChange.Kind.DELETED, null, null), Optional.empty(), Fields.ALL)
                .detail());
    for (String absent : new String[] {"path", "version", "before", "after", "omitted"}) {
      assertFalse(detail.has(absent), absent);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400000,400000,'[]'",
    "600000,400000,'[\"before\"]'",
    "400000,990000,'[\"before\",\"after\"]'"
  })
  void anItemThatIsTooLargeIsLeftOut(int before, int after, String omitted) throws Exception {
    ChangeEntry entry =
        ChangeEntry.of(
            change(ItemChange.Kind.CHANGED, ofSize(before), ofSize(after)),
            Optional.empty(),
            Fields.ALL);
    JsonNode detail = Samples.JSON.readTree(entry.detail());
    assertTrue(entry.sizeInBytes() <= ChangeEntry.MAX_BYTES);
    assertEquals(omitted, detail.has("omitted") ? detail.path("omitted").toString() : "[]");
    assertEquals(!omitted.contains("before"), detail.has("before"));
    assertEquals(!omitted.contains("after"), detail.has("after"));
  }
}
