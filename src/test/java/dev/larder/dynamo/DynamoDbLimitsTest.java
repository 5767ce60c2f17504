package dev.larder.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestDynamoDb;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.dynamo.item.ItemDigest;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemJsonTest;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.dynamo.item.ItemWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What the reader lets through, the engine keeps; what it refuses, the engine would refuse. */
class DynamoDbLimitsTest {
  private static TestDynamoDb dynamoDb;

  @BeforeContainer
  static void start() {
    dynamoDb = TestDynamoDb.start();
  }

  @AfterContainer
  static void stop() {
    dynamoDb.close();
  }

  @Provide
  Arbitrary<Item> items() {
    return ItemArbitraries.typed();
  }

  @Property(tries = 200)
  void anItemComesBackFromTheEngineEqual(@ForAll("items") Item item) throws IOException {
    Item sent = item.with("id", "round trip");
    dynamoDb.client().putItem(put -> put.tableName("items").item(sent.attributes()));
    Item stored =
        Item.of(
            dynamoDb
                .client()
                .getItem(
                    get ->
                        get.tableName("items")
                            .key(Map.of("id", AttributeValue.fromS("round trip"))))
                .item());
    assertEquals(ItemDigest.of(sent), ItemDigest.of(stored), () -> text(sent) + text(stored));
    byte[] json = ItemWriter.toBytes(stored, ItemFormat.TYPED);
    Item read = ItemReader.read(new ByteArrayInputStream(json), ItemFormat.TYPED);
    // The engine writes numbers of nested sets with exponents.
    assertEquals(ItemDigest.of(stored), ItemDigest.of(read), () -> text(stored) + text(read));
  }

  private static String text(Item item) {
    return new String(ItemWriter.toBytes(item, ItemFormat.TYPED), StandardCharsets.UTF_8) + '\n';
  }

  @Example
  void theEngineKeepsTheDeepestItemThatIsReadAndNoDeeper() throws IOException {
    String deepest = ItemJsonTest.nested(ItemReader.MAX_DEPTH);
    Item item =
        ItemReader.read(
            new ByteArrayInputStream(deepest.getBytes(StandardCharsets.UTF_8)), ItemFormat.PLAIN);
    dynamoDb.client().putItem(put -> put.tableName("items").item(item.attributes()));

    AttributeValue deeper = AttributeValue.fromL(java.util.List.of(item.attributes().get("a")));
    DynamoDbException e =
        assertThrows(
            DynamoDbException.class,
            () ->
                dynamoDb
                    .client()
                    .putItem(
                        put ->
                            put.tableName("items")
                                .item(Map.of("id", AttributeValue.fromS("deeper"), "a", deeper))));
    assertTrue(e.getMessage().contains("Nesting"), e.getMessage());
  }
}
