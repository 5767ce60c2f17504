package dev.larder.dynamo.item;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.TestDynamoDb;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** The engine's limit of 400 KB tells what size it sees. */
class ItemSizeTest {
  private static final int LIMIT = 400 * 1024;

  @AutoClose private static final TestDynamoDb dynamoDb = TestDynamoDb.start();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\": {\"S\": \"ä€😀\"}, \"näme\": {\"S\": \"\"}}",
        "{\"b\": {\"B\": \"AP8BAg==\"}, \"t\": {\"BOOL\": true}, \"z\": {\"NULL\": true}}",
        "{\"l\": {\"L\": []}, \"m\": {\"M\": {}}}",
        "{\"l\": {\"L\": [{\"S\": \"x\"}, {\"L\": [{\"BOOL\": false}]}]}}",
        "{\"m\": {\"M\": {\"one\": {\"S\": \"x\"}, \"two\": {\"M\": {\"three\": {\"NULL\": true}}}}}}",
        "{\"s\": {\"SS\": [\"a\", \"bc\"]}, \"b\": {\"BS\": [\"AA==\", \"AQI=\"]}}",
        "{\"n\": {\"N\": \"0\"}, \"p\": {\"N\": \"12345\"}, \"m\": {\"N\": \"-12345\"}}",
        "{\"n\": {\"NS\": [\"100\", \"1.5\", \"-0.25\"]}, \"e\": {\"N\": \"1E+20\"}}"
      })
  void itIsTheEngines(String json) throws IOException {
    Item item =
        ItemReader.read(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), ItemFormat.TYPED)
            .with("id", "size")
            .with("pad", "");
    Item largest = item.with("pad", "x".repeat((int) (LIMIT - ItemSize.of(item))));
    assertEquals(LIMIT, ItemSize.of(largest));
    assertDoesNotThrow(() -> put(largest));
    assertThrows(
        DynamoDbException.class,
        () -> put(largest.with("pad", largest.string("pad").orElseThrow() + "x")));
  }

  private static void put(Item item) {
    dynamoDb.client().putItem(put -> put.tableName("items").item(item.attributes()));
  }
}
