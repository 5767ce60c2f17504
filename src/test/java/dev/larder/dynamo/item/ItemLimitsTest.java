package dev.larder.dynamo.item;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.dynamo.LocalDynamoDb;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.JsonInput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** The engine takes what passes, and rejects what does not. */
class ItemLimitsTest {
  private static final AttributeValue TRUE = AttributeValue.fromBool(true);
  private static final String LONGEST = "é".repeat(JsonInput.MAX_NAME_LENGTH / 2) + "x";

  private static Item item(String name, AttributeValue value) {
    return Item.of(Map.of("id", AttributeValue.fromS("limits"), name, value));
  }

  private static AttributeValue map(String name) {
    return AttributeValue.fromM(Map.of(name, TRUE));
  }

  private static AttributeValue nested(int levels) {
    AttributeValue value = TRUE;
    for (int i = 0; i < levels; i++) {
      value = i % 2 == 0 ? AttributeValue.fromL(List.of(value)) : map("m", value);
    }
    return value;
  }

  private static AttributeValue map(String name, AttributeValue value) {
    return AttributeValue.fromM(Map.of(name, value));
  }

  private static void passes(Item item) {
    ItemLimits.require(item);
    assertDoesNotThrow(() -> put(item));
  }

  private static ProblemException refuses(Item item) {
    assertThrows(DynamoDbException.class, () -> put(item));
    return assertThrows(ProblemException.class, () -> ItemLimits.require(item));
  }

  private static void refuses(Item item, String detail, String pointer) {
    ProblemException e = refuses(item);
    assertEquals(ProblemType.INVALID_ITEM, e.type());
    assertEquals(detail, e.getMessage());
    assertEquals(pointer, e.members().get("pointer"));
  }

  private static void put(Item item) {
    LocalDynamoDb.local().client().putItem(put -> put.tableName("items").item(item.attributes()));
  }

  @Test
  void aNameHasUpTo65535BytesInAnyPlace() {
    passes(item(LONGEST, TRUE));
    passes(item("a", map(LONGEST)));
    String says = " has an attribute whose name has 65536 bytes, but DynamoDB's limit is 65535.";
    refuses(item(LONGEST + "x", TRUE), "The item" + says, "");
    refuses(
        item("a~/", AttributeValue.fromL(List.of(TRUE, map("é".repeat(32_768))))),
        "The value at /a~0~1/1" + says,
        "/a~0~1/1");
  }

  @Test
  void noNameIsEmpty() {
    String says = " has an attribute with an empty name, which DynamoDB does not support.";
    refuses(item("", TRUE), "The item" + says, "");
    refuses(item("a", AttributeValue.fromL(List.of(map("")))), "The value at /a/0" + says, "/a/0");
  }

  @Test
  void anItemHasUpTo32Levels() {
    passes(item("a", nested(31)));
    ProblemException e = refuses(item("a", nested(32)));
    assertEquals(ProblemType.INVALID_ITEM, e.type());
    assertEquals("/a" + "/m/0".repeat(15) + "/m", e.members().get("pointer"));
  }

  @Test
  void anItemHasUpTo400KilobytesOfCharactersOfAnyLength() {
    // What the other attributes and the name of this one have: "id", "limits" and "a".
    int rest = ItemLimits.MAX_BYTES - 9;
    for (String character : List.of("x", "é", "€", "😀")) {
      int length = character.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
      String text = character.repeat(rest / length) + "x".repeat(rest % length);
      passes(item("a", AttributeValue.fromS(text)));
      ProblemException e = refuses(item("a", AttributeValue.fromS(text + "x")));
      assertEquals(ProblemType.ITEM_TOO_LARGE, e.type());
      assertEquals(
          "The item has 409601 bytes, attribute names included, but DynamoDB's limit is 409600"
              + " (400 KB). Store large values elsewhere.",
          e.getMessage());
    }
  }

  /** The SDK would send a question mark in its place. */
  @Test
  void textIsUnicode() {
    AttributeValue broken = AttributeValue.fromS("a\ud800");
    for (Item item :
        List.of(
            item("a", broken),
            item("\udc00", TRUE),
            item("a", AttributeValue.fromSs(List.of("b", "\ud800b"))),
            item("a", AttributeValue.fromL(List.of(map("b", broken)))))) {
      assertEquals(
          ProblemType.INVALID_ITEM,
          assertThrows(ProblemException.class, () -> ItemLimits.require(item)).type());
    }
    passes(item("😀", AttributeValue.fromS("😀")));
  }
}
