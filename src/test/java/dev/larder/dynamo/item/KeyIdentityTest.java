package dev.larder.dynamo.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class KeyIdentityTest {
  private static final List<AttributeValue> DIFFERENT =
      List.of(
          AttributeValue.fromS("1"),
          AttributeValue.fromS("1.0"),
          AttributeValue.fromN("1"),
          AttributeValue.fromN("-1"),
          AttributeValue.fromN("10"),
          AttributeValue.fromN("0"),
          AttributeValue.fromB(SdkBytes.fromUtf8String("1")),
          AttributeValue.fromB(SdkBytes.fromUtf8String("2")));

  private static KeyIdentity of(String name, AttributeValue value) {
    return KeyIdentity.of(Item.of(Map.of(name, value)));
  }

  @Test
  void differentKeysAreOfDifferentItems() {
    for (AttributeValue one : DIFFERENT) {
      for (AttributeValue other : DIFFERENT) {
        if (one != other) {
          assertNotEquals(of("a", one), of("a", other));
        }
      }
      assertNotEquals(of("a", one), of("b", one));
    }
  }

  @Test
  void oneNumberIsOneKeyHoweverItIsWritten() {
    for (String one : List.of("1", "1.0", "1.00", "1e0", "0.1e1", "10E-1")) {
      assertEquals(of("a", AttributeValue.fromN("1")), of("a", AttributeValue.fromN(one)), one);
    }
    for (String zero : List.of("0", "-0", "0.0", "0e99", "0e9999999999")) {
      assertEquals(of("a", AttributeValue.fromN("0")), of("a", AttributeValue.fromN(zero)), zero);
    }
  }

  @Test
  void ofAnItemOnlyTheKeyCounts() {
    Map<String, AttributeValue> item =
        Map.of("a", AttributeValue.fromN("1.0"), "b", AttributeValue.fromS("x"));
    Item key = Item.of(Map.of("a", AttributeValue.fromN("7")));
    assertEquals(of("a", AttributeValue.fromN("1")), KeyIdentity.of(key, item));
  }
}
