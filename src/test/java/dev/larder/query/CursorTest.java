package dev.larder.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CursorTest {
  private static final String SCOPE = "films\nfilms-table";
  private static final String BASE64URL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private static final Item KEY =
      Item.of(Map.of("year", AttributeValue.fromN("1999"), "title", AttributeValue.fromS("é")));

  private static final Position AFTER_KEY = Position.after(KEY);

  @Property(tries = 300)
  void aKeyComesBackFromItsCursor(@ForAll("keys") Item key, @ForAll("scopes") String scope) {
    for (boolean backward : new boolean[] {false, true}) {
      Position position = new Position(Optional.of(key), backward);
      String cursor = Cursor.write(scope, position, Optional.empty());
      assertTrue(cursor.matches("[A-Za-z0-9_-]+"), cursor);
      assertEquals(new Cursor(position, Optional.empty()), Cursor.read(scope, cursor));
    }
  }

  @Test
  void theEndsOfAListHaveCursorsToo() {
    for (boolean backward : new boolean[] {false, true}) {
      Position end = new Position(Optional.empty(), backward);
      assertEquals(
          new Cursor(end, Optional.empty()),
          Cursor.read(SCOPE, Cursor.write(SCOPE, end, Optional.empty())));
    }
  }

  /** The last key of a read has another order than the key of an item. */
  @Test
  void theOrderOfTheKeyDoesNotShow() {
    Item other = Item.NONE.with(KEY.select(List.of("title"))).with(KEY.select(List.of("year")));
    Item one = Item.NONE.with(KEY.select(List.of("year"))).with(KEY.select(List.of("title")));
    assertEquals(
        Cursor.write(SCOPE, Position.after(one), Optional.empty()),
        Cursor.write(SCOPE, Position.after(other), Optional.empty()));
  }

  /** Clients keep it while a function is deployed anew. */
  @Test
  void aCursorOfThisVersionIsReadByEveryVersionOfLarder() {
    assertEquals(
        new Cursor(AFTER_KEY, Optional.empty()),
        Cursor.read(
            SCOPE, "AR_aXafAPyznLiYt-nsieWVhciI6eyJOIjoiMTk5OSJ9LCJ0aXRsZSI6eyJTIjoiw6kifX0"));
  }

  @Property(tries = 300)
  void theColumnsOfAnExportComeBack(
      @ForAll("keys") Item key, @ForAll List<@StringLength(max = 20) String> columns) {
    List<String> names = columns.stream().map(name -> name.replaceAll("\\p{Cs}", "s")).toList();
    for (boolean backward : new boolean[] {false, true}) {
      Position position = new Position(Optional.of(key), backward);
      String cursor = Cursor.write(SCOPE, position, Optional.of(names));
      assertEquals(new Cursor(position, Optional.of(names)), Cursor.read(SCOPE, cursor));
    }
  }

  @Test
  void theSameKeyHasTheSameCursor() {
    assertEquals(
        Cursor.write(SCOPE, AFTER_KEY, Optional.empty()),
        Cursor.write(SCOPE, AFTER_KEY, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "films",
        "films\n",
        "films\nfilms-table2",
        "films\nfilms-tabl",
        "films2\nfilms-table",
        "Films\nfilms-table",
        "films\nfilms-table\n"
      })
  void itGoesOnWithNothingElse(String other) {
    assertRefused(other, Cursor.write(SCOPE, AFTER_KEY, Optional.empty()));
  }

  /** Keys of each length modulo three, so that the last character carries 6, 4 or 2 bits. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "ab", "abc"})
  void everyOtherCharacterAnywhereIsRefused(String key) {
    String cursor = cursor(key);
    for (int i = 0; i < cursor.length(); i++) {
      for (char c : BASE64URL.toCharArray()) {
        if (c != cursor.charAt(i)) {
          assertRefused(SCOPE, cursor.substring(0, i) + c + cursor.substring(i + 1));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab", "abc"})
  void cutShortItIsRefused(String key) {
    String cursor = cursor(key);
    for (int length = 0; length < cursor.length(); length++) {
      assertRefused(SCOPE, cursor.substring(0, length));
      assertRefused(SCOPE, cursor.substring(cursor.length() - length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab", "abc"})
  void withAnythingAddedItIsRefused(String key) {
    String cursor = cursor(key);
    for (char c : (BASE64URL + "=+/ \n\u0000é€").toCharArray()) {
      assertRefused(SCOPE, cursor + c);
      assertRefused(SCOPE, c + cursor);
    }
    assertRefused(SCOPE, cursor + "==");
    assertRefused(SCOPE, cursor + cursor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "=",
        "A",
        "AQ",
        "1",
        "null",
        "{}",
        "😀",
        "\u0000",
        "../..",
        "%41",
        "eyJpZCI6eyJTIjoiYSJ9fQ",
        "AQAAAAAAAAAAAAAAAHt9"
      })
  void garbageIsRefused(String garbage) {
    assertRefused(SCOPE, garbage);
  }

  @Property(tries = 300)
  void anyOtherTextIsRefused(@ForAll("garbage") String garbage) {
    assertRefused(SCOPE, garbage);
  }

  @Test
  void anotherVersionIsRefused() {
    byte[] bytes = Base64.getUrlDecoder().decode(Cursor.write(SCOPE, AFTER_KEY, Optional.empty()));
    for (int version = Byte.MIN_VALUE; version <= Byte.MAX_VALUE; version++) {
      if (version != bytes[0]) {
        // With columns the same octets are no key.
        byte[] other = bytes.clone();
        other[0] = (byte) version;
        assertRefused(SCOPE, Base64.getUrlEncoder().withoutPadding().encodeToString(other));
      }
    }
  }

  @Test
  void ofAVersionAndADigestAloneIsRefused() {
    byte[] bytes = Base64.getUrlDecoder().decode(Cursor.write(SCOPE, AFTER_KEY, Optional.empty()));
    assertRefused(
        SCOPE, Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, 13)));
  }

  @Provide
  Arbitrary<Item> keys() {
    Arbitrary<AttributeValue> values =
        Arbitraries.oneOf(
            ItemArbitraries.texts().map(AttributeValue::fromS),
            ItemArbitraries.numbers().map(AttributeValue::fromN),
            ItemArbitraries.bytes().map(AttributeValue::fromB));
    Arbitrary<Map<String, AttributeValue>> one =
        Combinators.combine(names(), values).as(CursorTest::attributes);
    Arbitrary<Map<String, AttributeValue>> two =
        Combinators.combine(one, one)
            .as(
                (first, second) -> {
                  Map<String, AttributeValue> both = new LinkedHashMap<>(first);
                  both.putAll(second);
                  return both;
                });
    return Arbitraries.oneOf(one, two).map(Item::of);
  }

  @Provide
  Arbitrary<String> scopes() {
    return ItemArbitraries.texts();
  }

  @Provide
  Arbitrary<String> garbage() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.strings().withChars(BASE64URL).ofMaxLength(80),
        ItemArbitraries.bytes()
            .map(SdkBytes::asByteArray)
            .map(bytes -> "AQ" + Base64.getUrlEncoder().encodeToString(bytes)));
  }

  private static Arbitrary<String> names() {
    return ItemArbitraries.texts().filter(name -> !name.isEmpty());
  }

  private static Map<String, AttributeValue> attributes(String name, AttributeValue value) {
    return Map.of(name, value);
  }

  private static String cursor(String key) {
    return Cursor.write(
        SCOPE,
        Position.after(Item.of(Map.of("id", AttributeValue.fromS(key)))),
        Optional.of(List.of("a", "é\"b")));
  }

  private static void assertRefused(String scope, String cursor) {
    ProblemException e =
        assertThrows(ProblemException.class, () -> Cursor.read(scope, cursor), cursor);
    assertEquals(ProblemType.INVALID_CURSOR, e.type());
    assertTrue(e.getMessage().endsWith(". Start again without a cursor."), e.getMessage());
  }
}
