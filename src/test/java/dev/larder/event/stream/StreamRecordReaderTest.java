package dev.larder.event.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.api.Item;
import dev.larder.api.ItemChange;
import dev.larder.dynamo.PlainTable;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.event.Samples;
import dev.larder.table.TableCollections;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamRecordReaderTest {
  private static final String TABLE =
      "arn:aws:dynamodb:us-east-1:123456789012:table/ExampleTableWithStream";

  private static StreamRecordReader changes(String table) {
    return new StreamRecordReader(
        new TableCollections(
            List.of(
                new TableCollections.OnTable("examples", new PlainTable(table), Optional.empty()),
                new TableCollections.OnTable(
                    "items", new PlainTable("others"), Optional.empty()))));
  }

  private static ItemChange read(JsonNode record) {
    return changes("ExampleTableWithStream").of(record);
  }

  private static String json(Optional<Item> item) {
    return item.map(
            value ->
                new String(
                    ItemWriter.toBytes(ApiItems.of(value), ItemFormat.PLAIN),
                    StandardCharsets.UTF_8))
        .orElse("none");
  }

  @Test
  void theSampleIsAnItemThatIsCreatedChangedAndDeleted() {
    List<ItemChange> changes =
        Samples.read("dynamodb-update")
            .path("Records")
            .valueStream()
            .map(StreamRecordReaderTest::read)
            .toList();
    assertEquals(
        List.of(ItemChange.Kind.CREATED, ItemChange.Kind.CHANGED, ItemChange.Kind.DELETED),
        changes.stream().map(ItemChange::kind).toList());
    ItemChange changed = changes.get(1);
    assertEquals("c81e728d9d4c2f636f067f89cc14862c", changed.id());
    assertEquals("4421584500000000017450439092", changed.sequenceNumber());
    assertEquals("ExampleTableWithStream", changed.table());
    assertEquals(TABLE, changed.tableArn());
    assertEquals(Optional.of("examples"), changed.collection());
    assertEquals(Instant.ofEpochSecond(1428537600), changed.time());
    assertEquals("{\"Id\":101}", json(Optional.of(changed.key())));
    assertEquals("{\"Message\":\"New item!\",\"Id\":101}", json(changed.before()));
    assertEquals("{\"Message\":\"This item has changed\",\"Id\":101}", json(changed.after()));
    assertFalse(changed.expired());
    assertEquals("none", json(changes.get(0).before()));
    assertEquals("none", json(changes.get(2).after()));
  }

  @Test
  void aCollectionIsKnownByTheNameOrTheArnOfItsTable() {
    JsonNode record = Samples.record("dynamodb-update");
    assertEquals(Optional.of("examples"), changes(TABLE).of(record).collection());
    assertEquals(Optional.empty(), changes("another").of(record).collection());
  }

  @Test
  void itsTimeMayHaveAFraction() {
    ObjectNode record = Samples.record("dynamodb-update");
    ((ObjectNode) record.path("dynamodb")).put("ApproximateCreationDateTime", 1.479499740e9);
    assertEquals(Instant.ofEpochSecond(1479499740), read(record).time());
  }

  @Test
  void whatTimeToLiveDeletedHasExpired() {
    ObjectNode record =
        (ObjectNode) Samples.read("dynamodb-update").path("Records").path(2).deepCopy();
    record
        .putObject("userIdentity")
        .put("type", "Service")
        .put("principalId", "dynamodb.amazonaws.com");
    assertTrue(read(record).expired());
  }

  @Test
  void everyTypeOfValueIsRead() throws Exception {
    ObjectNode record = Samples.record("dynamodb-update");
    String image =
        "{\"s\":{\"S\":\"ü\"},\"n\":{\"N\":\"12345678901234567890.12345\"},\"b\":{\"B\":\"AQ==\"},"
            + "\"t\":{\"BOOL\":true},\"z\":{\"NULL\":true},\"m\":{\"M\":{\"a\":{\"L\":[]}}},"
            + "\"ss\":{\"SS\":[\"a\"]},\"ns\":{\"NS\":[\"1\"]},\"bs\":{\"BS\":[\"AQ==\"]}}";
    ((ObjectNode) record.path("dynamodb")).set("NewImage", Samples.JSON.readTree(image));
    assertEquals(
        Samples.JSON.readTree(image),
        Samples.JSON.readTree(
            ItemWriter.toBytes(ApiItems.of(read(record).after().orElseThrow()), ItemFormat.TYPED)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eventName", "eventSourceARN", "dynamodb"})
  void aRecordThatLacksWhatAllHaveIsNoChange(String member) {
    ObjectNode record = Samples.record("dynamodb-update");
    record.remove(member);
    assertThrows(IllegalArgumentException.class, () -> read(record));
  }
}
